"""What people have said in person."""
