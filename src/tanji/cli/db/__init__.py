"""The commands `tanji db …`: background databases listed, searched, shown, imported and inspected."""
