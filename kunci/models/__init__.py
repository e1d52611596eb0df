"""Tables, constraints and row rules, and the models over the views that the application sees. No decisions."""
