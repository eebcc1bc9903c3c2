"""The registrar's work: what stands in the registry, secrecy, masked copies, the register as a file (D2)."""
