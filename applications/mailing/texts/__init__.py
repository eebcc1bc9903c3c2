"""The texts of the mails as a register: staff edit them in a small language, the shipped one stays beside."""
