"""Files that people attach to a case: taken in, sent with what they belong to, served to those who may see them."""
