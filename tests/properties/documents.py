"""Every class of document that there is, found by importing every module of the model."""

import importlib
import pkgutil

import tanji.model
from tanji.model.document import schemas

for _module in pkgutil.iter_modules(tanji.model.__path__, "tanji.model."):
    importlib.import_module(_module.name)

DOCUMENTS = [kind for _, kind in sorted(schemas().items()) if kind.__module__.startswith("tanji.model.")]
