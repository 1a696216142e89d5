"""What an edit on the review page does: to a script, and to the files that others edit too."""
