"""What is kept for thirty years: the journal written out for strangers, with the program that checks it."""
