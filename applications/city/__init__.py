"""The municipality's own settings as a register: names, contact, days, logotype. A second city changes them here."""
