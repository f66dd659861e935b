"""Terms of reference on the screen: the task list, one step's fields, the timetable, and the document."""
