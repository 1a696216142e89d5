"""What is to be made, decided before anything is: a script's outline, then its plan."""
