"""What the tracker planned and did: the schedule, its tasks, the reports and the reminders."""
