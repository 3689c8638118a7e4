## Exams: making, verifying, marking a class, reports.
cli-exam-about = Makes an exam
cli-exam-new-about = Makes the locked pack of an exam and a ticket for each candidate
cli-verify-about = Says, item by item, whether a submission is that of the exam
cli-arg-exam-scenarios = The exercises of the exam, in order
cli-arg-class = The class, as CSV: id, and if wanted name, first name, email
cli-arg-minutes = How long the exam takes
cli-arg-exam-out = Folder in which all is written
cli-arg-exam-title = Title of the exam; else that of the first exercise
cli-arg-session = Code of the session; else drawn by chance
cli-arg-aid = What is allowed, to be repeated
cli-arg-exam-from = May be begun from, in seconds since 1970
cli-arg-exam-until = May be begun until, in seconds since 1970
cli-arg-passphrase = File with the passphrase of the pack
cli-arg-session-file = session.json or the pack: checks who signed the tickets
cli-arg-pack = Pack of the exam, from which the exercises come
cli-arg-words = The eight words noted at hand-in
cli-arg-grade-out = Folder for the reports: pages, tables, Moodle, xAPI
cli-arg-overrides = Points given by hand, as CSV: candidate, scenario, criterion, points, reason
cli-arg-against = results.json of an earlier grading, to compare with
cli-arg-changed = Marks with the changed rubric of the exercises in --scenarios
cli-arg-organisation = Name of the organisation, at the head of the reports
cli-arg-home-page = Address of the site that has the accounts, for xAPI

exam-made = { $count ->
    [one] Exam ready for { $count } candidate in { $out }.
   *[other] Exam ready for { $count } candidates in { $out }.
 }
exam-sheet = Session { $session } · passphrase of the pack: { $passphrase } · pause code: { $code }
exam-scenario-twice = exercise “{ $id }” is given twice
exam-own-trace = the exercise gives a trace of its own, “{ $file }”: a pack does not carry any yet
exam-no-chance = the system has no chance to give: { $why }
exam-short-passphrase = the passphrase is too short: eight characters at least
exam-needs-passphrase = this pack is locked: give --passphrase-file
exam-no-pack = { $file } is no exam pack
exam-pack-format = { $file } is of format { $format }, which this version does not know
exam-wrong-passphrase = { $file } does not open: the passphrase is another, or the file was changed
class-wrong = { $file }: { $why }
class-empty = there is nobody in this file
class-no-id = no column is called “id”; there are: { $columns }
class-missing-id = line { $line }: no id
class-bad-id = line { $line }: “{ $id }” cannot name a file; plain letters, digits, - _ .
class-twice = line { $line }: “{ $id }” is already on line { $first }
class-open-quote = line { $line }: a quote is never closed
class-not-text = this is no text in UTF-8: save it as “CSV UTF-8”
override-column = the column “{ $name }” is missing
override-points = line { $line }: “{ $text }” is no number of points
override-no-reason = line { $line }: points given by hand always have a reason
override-unknown = line { $line }: no such candidate, exercise or criterion was marked
override-too-many = line { $line }: this criterion is worth { $most } points at most

verify-what-file = file
verify-what-ticket = ticket
verify-what-chain = chain
verify-what-seal = seal
verify-what-words = words
verify-what-scenario = exercise
verify-what-replay = replay
verify-what-clock = times
verify-good = { $file }: good
verify-broken = { $file }: altered
verify-cannot-tell = { $file }: nothing altered was found, but not all could be checked
verify-words-of-which = --words is for one file
verify-no-splab = this is no submission of an exam
verify-beyond = { $count ->
    [one] one line too many, unreadable or cut short
   *[other] { $count } lines too many, unreadable or cut short
 }
verify-not-text = some bytes are no text
verify-whole = { $lines ->
    [one] whole, one line
   *[other] whole, { $lines } lines
 }
verify-no-manifest = the first line does not say who or what
verify-no-ticket = there is no ticket that can be read
verify-other-exercise = the ticket does not give exercise “{ $exercise }”
verify-other-seed = the variant is not that of this candidate
verify-ticket = { $id }, session { $session }, signed by it
verify-ticket-unknown = { $id }, session { $session }; without session.json the signature is not checked
verify-ticket-forged = { $id }, session { $session }: this ticket is not signed by the session
verify-same-as = same ticket and same beginning as { $file }: only one of the two is theirs
verify-chain = each line follows from the one before
verify-chain-broken = line { $line } does not follow from those before: it or a line before it was changed, taken out or added
verify-no-seal = no seal: not handed in, or the end was cut off
verify-no-seal-in-it = the seal cannot be read
verify-seal-forged = the seal is not by the ticket’s key
verify-seal-lines = the seal covers { $sealed } lines, there are { $there }
verify-seal-other = the seal is that of other lines
verify-seal = sealed by the ticket’s key
verify-no-words = without the eight words of the sheet an end that was cut off and sealed again is not seen; here: { $words }
verify-words = the eight words of the sheet
verify-words-earlier = the words are those of line { $line }: all that follows was added after hand-in
verify-words-other = other words than those of the sheet; here: { $words }
verify-words-count = it takes eight words, there are { $count }
verify-words-unknown = “{ $word }” is none of these words
verify-no-scenario-named = no exercise is named
verify-scenario = { $id }, the same bytes
verify-scenario-unknown = exercise “{ $id }” was not found: give --scenarios or --pack
verify-not-replayed = not replayed, for want of the exercise
verify-replay = replayed, the same state in the end
verify-replay-unsealed = replayed, but without a seal there is nothing to compare with
verify-replay-stopped = gesture { $number } is impossible: { $why }
verify-replay-other = replayed, the state in the end is not that of the seal
verify-clock = { $worked } of work, without a long pause
verify-clock-back = at line { $line } the time goes back
verify-clock-window = begun outside the allowed time
verify-clock-long = { $worked } of work for { $minutes } min allowed
verify-clock-gaps = { $count ->
    [one] one absence of { $longest }, before line { $line }
   *[other] { $count } long absences, the longest of { $longest } before line { $line }
 }
verify-clock-resumed = started again { $count } times, { $paused } of allowed pause

grade-progress = { $done } / { $all }
grade-given = { $title }: { $before } → { $after } by hand: { $reason }
grade-changes = { $count ->
    [0] Nothing changed.
    [one] One line changed:
   *[other] { $count } lines changed:
 }
grade-no-results = { $file } is no results.json of ours: { $why }
moodle-no-id = { $file } has no id: no row for Moodle
moodle-twice = { $id } handed in “{ $scenario }” twice: Moodle takes one only
moodle-too-high = { $id } has more than 20: Moodle would refuse the whole file

report-title = Assessment sheet
report-class = Results of the class
report-candidate = Candidate
report-session = Session
report-program = Program
report-when = From – to
report-took = Simulated time
report-gestures = Gestures
report-incidents = Incidents
report-no-incident = none
report-resumed = started again { $resumed } times, paused { $paused } times
report-competence = Competence
report-criterion = Criterion
report-observed = Observed
report-level = Level
report-points = Points
report-acquired = acquired
report-under-way = under way
report-not-acquired = not acquired
report-not-judged = not judged
report-passed = passed
report-not-passed = not passed
report-eliminatory = eliminatory
report-given = Changed by hand: { $before } → { $after }. { $reason }
report-verified = Integrity of the submission
report-hash = Hash of the exercise
report-seed = Variant
report-words = Words of hand-in
report-assessor-signs = Assessor: name, date, signature
report-candidate-signs = Candidate: date, signature
report-place = Support for assessment during training. It is not the professional situation itself.
report-time = { $time }
report-success = Success
report-commonest = What was missing most often
report-overview = Overview
report-notes = Notes out of 20

cli-exam-open-about = Sits an exam: identity, rules, exercises, hand-in
cli-arg-exam-pack = The pack of the exam
cli-arg-ticket = Your ticket; else the one beside the pack
cli-arg-drop = Folder in which submissions are collected
exam-needs-screen = an exam is sat in the window, and there is no screen here
exam-which-ticket = there is not just one ticket in { $folder }: give --ticket
exam-no-ticket = { $file } is no ticket
exam-other-session = this ticket is not of this exam
exam-too-early = this exam is not open yet
exam-too-late = this exam is not open any more
exam-no-folder = no folder to write the exam in
exam-session = Session { $session }
exam-minutes = { $minutes } min in all
exam-left = { $time } left
exam-rule-help = No help, no undo, no marks before the end.
exam-rule-saved = Each gesture is written at once: if the computer stops, start again and go on.
exam-rule-words = At hand-in eight words are shown: the assessor notes them with you.
exam-aids = Allowed: { $aids }
exam-no-aids = nothing but this computer
exam-locked = The assessor opens the pack:
exam-passphrase = Passphrase
exam-unlock = Open
exam-begin = Begin
exam-go-on = Go on
exam-is-handed-in = Handed in
exam-words-say = The eight words for the assessor’s sheet:
exam-spoilt = This file was changed since: call the assessor.
exam-handed-in = It is handed in already.
exam-no-sheet = The pack is not open, or does not hold this exercise.
exam-disk = Nothing is written to the disk any more: { $why }. Call the assessor.
exam-collected = Copied to { $file }
exam-not-collected = Not copied to where it is collected: { $why }. Your file stays on this computer: call the assessor.
exam-wrong-words = That is not the passphrase.
exam-wrong-code = That is not the code.
exam-time-is-up = Time is up.
exam-pause = Pause
exam-ask-pause = The assessor types the code to pause. Time still runs.
exam-paused = Paused. The assessor types the code to go on.
exam-code = Assessor’s code
exam-code-enter = Enter
exam-back-to-work = Back to work
