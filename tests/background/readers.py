"""Readers of a public view, who combine what is shown to come near a value that is not: written apart from the code.

What a reader finds is the smallest error of any combination of the sums: an unknown with coefficient 1, the rest of the
combination being wrong by at most the size of what the reader does not know. Such a combination is found where so many
coefficients are 0 as there can be (a corner of the linear program), so all corners are tried.
"""

from itertools import combinations

import numpy as np

TINY = 1e-9


def errors(rows, sizes, known=frozenset()):
    """The error, as a share of its size, with which each unknown can be estimated by who knows some of them.

    rows: coefficients by unknown of each sum that is shown; sizes: of the unknowns.
    """
    names = sorted({name for row in rows for name in row} - known)
    if not names:
        return {}
    matrix = np.array([[row.get(name, 0.0) * sizes[name] for name in names] for row in rows])
    matrix = matrix[np.abs(matrix).max(axis=1) > 0]
    matrix = matrix / np.abs(matrix).max(axis=1, keepdims=True)
    _, strengths, basis = np.linalg.svd(matrix, full_matrices=False)
    basis = basis[strengths > TINY * strengths.max(initial=0.0)]
    best = dict.fromkeys(names, np.inf)
    for count in range(len(basis)):
        for zero in combinations(range(len(names)), count):
            for place, error in _corner(basis, list(zero)):
                best[names[place]] = min(best[names[place]], error)
    return best


def _corner(basis, zero):
    """Unknowns and their errors, by the combination with these coefficients 0 that has most of each unknown."""
    free = np.eye(len(basis))
    if zero:
        _, strengths, right = np.linalg.svd(basis[:, zero].T)
        free = right[int((strengths > TINY).sum()) :]
    space = free @ basis
    combined = space.T @ space
    for place, row in enumerate(combined):
        if row[place] > TINY:
            yield place, (np.abs(row).sum() - row[place]) / row[place]


def nearest(rows, sizes, holdings=()):
    """The same for the best of all readers: who knows nothing, one unknown, or all of a holding."""
    names = {name for row in rows for name in row}
    found = errors(rows, sizes)
    for known in [*({name} for name in names), *map(set, holdings)]:
        for name, error in errors(rows, sizes, frozenset(known)).items():
            found[name] = min(found[name], error)
    return found


def nearest_of(footprint, view, totals, behind, values):
    """The errors with which readers of a view can estimate what it may not show, whether they know amounts or not.

    totals: the sums that are shown, by stage and "total"; behind: what one unit of a process takes of those that may
    not be shown; values: of one unit of these. A process is estimated by who knows all amounts but those of lines that
    are withheld to protect others; a line by who knows none. Suppliers of lines know their own.
    """
    lines = {line.activity: line for line in footprint.lines}
    withheld = {line.activity: line.withheld for line in view.lines if line.withheld}
    sizes = {activity: abs(lines[activity].score.total) for activity in withheld} | values
    by_process, by_line, own = [], [], {}
    for name in (name for name, total in totals.items() if total is not None):
        inside = [activity for activity in withheld if name in {"total", lines[activity].stage}]
        by_line.append(dict.fromkeys(inside, 1.0))
        row = {}
        for activity in inside:
            process, amount = lines[activity].listing.process, lines[activity].amount
            parts = {activity: 1.0} if withheld[activity] == "protects" else behind[process]
            for unknown, units in parts.items():
                row[unknown] = row.get(unknown, 0.0) + units * (1.0 if unknown == activity else amount)
        by_process.append(row)
    for activity in withheld:
        own.setdefault(lines[activity].listing.process, set()).add(activity)
    found = {name: error for name, error in nearest(by_process, sizes).items() if name in values}
    known = [{activity} for activity in withheld] + list(own.values())
    by_amount = nearest(by_line, sizes, known)
    return found | {name: error for name, error in by_amount.items() if withheld[name] == "rights"}
