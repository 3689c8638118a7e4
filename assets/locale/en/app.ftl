# Home
home-fibre = Fibre
home-fibre-about = Splice, connect, measure.
home-rack = Datacentre
home-rack-about = Mount, power and cable a rack.
home-network = Network
home-network-about = Address, route, repair.
home-chain = The chain
home-chain-about = The three trades together.
home-nothing-yet = No exercise here yet.
home-minutes = { $minutes } min
home-new = Not tried yet
home-begin = Begin here
home-broken = { $count ->
    [one] { $count } fault in this file
   *[other] { $count } faults in this file
}
home-broken-read = Open to read them.
home-broken-title = This scenario cannot be read
home-unfinished = Not finished
home-gestures = { $count ->
    [one] { $count } gesture done
   *[other] { $count } gestures done
}
home-resume = Go on
home-forget = Later
home-lost-title = This cannot be taken up again
home-lost-says = The exercise has changed since. Your work is still kept among your files.
settings = Settings
help = Help
settings-lang = Language
settings-text = Text size
settings-letters = Letters beside colours
settings-motion = Less motion
back-home = Home

# Work order
briefing-order = Work order
briefing-number = no. { $seed }
briefing-start = Start
briefing-practice = Practice
briefing-exam = Exam
briefing-practice-says = You may ask for a hint and take a gesture back.
briefing-exam-says = No hint, no undo, no help.
briefing-counts = What counts
briefing-points = { $points } points
briefing-eliminatory = eliminatory
briefing-have = What you have

# Bench
bench-leave = Leave
bench-minutes = { $gone } / { $allowed } min
bench-clock = Time of the exercise
bench-not-saved = Not saved
task-now = Now
task-done = Done
task-done-say = Everything is in place. Hand in your work.
task-hint = A hint
task-undo = Undo
task-finish = Finish
task-fold = Fold the task away
task-unfold = Show the task
gestures-fold = Fold the keyboard gestures away
gestures-unfold = Gestures by keyboard
leave-title = Leave the bench?
leave-says = { $count ->
    [0] Nothing is done yet.
    [one] Your gesture is kept. You can go on later.
   *[other] Your { $count } gestures are kept. You can go on later.
}
leave-stay = Stay
leave-go = Leave
hand-in-title = Hand in your work?
hand-in-says = Did you check everything? Afterwards you cannot change anything.
hand-in-says-unfinished = Some things are not done yet. Afterwards you cannot change anything.
hand-in-stay = Go on working

# Tools
tool-hand = Hand
tool-sleeve = Sleeve
tool-stripper = Stripper
tool-wipe = Wipe
tool-cleaver = Cleaver
tool-splicer = Splicer
tool-oven = Oven
tool-cassette = Cassette
tool-bin = Bin
tool-cutter = Cutter
tool-hand-how = Take a fibre, or a tool below.
tool-sleeve-how = Click the fibre to slide a sleeve on. After fusing, drag it along.
tool-stripper-how = Press on the fibre and pull to the tip, slowly.
tool-wipe-how = Rub the glass from end to end, then let go.
tool-cleaver-how = Lay the fibre in the cleaver, wait until it is flat, press.
tool-splicer-how = Lay both fibres in the grooves, close, SET.
tool-oven-how = Drag the splice into the oven.
tool-cassette-how = Drag the splice into its slot.
tool-bin-how = Drag the scrap into the bin.
tool-cutter-how = Click a fibre to cut it back and start again.

# Numbers and buttons of the gestures
number-mm = mm
number-speed = mm/s
number-passes = passes
number-used-wipe = used one
number-lift = lifted °
number-tip = tip µm
number-askew = askew °
number-offset = off mm
number-slot = slot
number-no-fibre = choose a fibre
nudge-one = ← → change, Enter does.
nudge-two = ← → and ↑ ↓ change, Enter does.
verb-pick = Take
verb-put-back = Put back
verb-slide-sleeve = Slide the sleeve on
verb-strip = Strip
verb-clean = Clean
verb-turn-blade = Turn the blade
verb-cleave = Cleave
verb-bin-scrap = Bin the scraps
verb-tape-scraps = Use the tape
verb-recut = Cut back
verb-load-left = Lay on the left
verb-load-right = Lay on the right
verb-unload-left = Take out left
verb-unload-right = Take out right
verb-close-hood = Close the hood
verb-open-hood = Open the hood
verb-fuse = SET
verb-fuse-force = Fuse anyway
verb-centre-sleeve = Centre the sleeve
verb-shrink = Into the oven
verb-store = Store
verb-wait = Let it cool 30 s

# On the mat
mat-sleeves = Sleeves · { $left }
mat-wipes = Wipes · { $left }
mat-used-wipe = used × { $uses }
mat-tape = Tape
mat-slot = Slot { $slot }
mat-cassette = Cassette
mat-press = Press
mat-edge = blade
mat-flat = flat
mat-settling = not flat yet
mat-steady = steady
mat-too-fast = too fast
mat-hot = hot
mat-passes = { $count ->
    [one] { $count } pass
   *[other] { $count } passes
}
mat-glass-bin = Glass
mat-hood-closed = Hood closed
mat-open-hood = click to open
mat-close-hood = click to close
mat-force = anyway
seen-coated = coated · { $length } mm left
seen-bare = { $mm } mm bare · { $length } mm left
seen-dirty = coating sticks to it
seen-greasy = a little greasy
seen-clean = clean
seen-cleaved = cleaved
seen-not-cleaved = not cleaved
seen-two = { $one } · { $two }
seen-sleeve-on = sleeve waiting
seen-no-sleeve-on = no sleeve
seen-spliced = spliced
seen-no-sleeve = sleeve not over it yet
seen-sleeve-loose = sleeve in place, not shrunk
seen-sleeve-hot = sleeve hot, still soft
seen-sleeve-shrunk = sleeve shrunk
seen-in-splicer = in the splicer
seen-on-mat = on the mat
seen-in-slot = stored, slot { $slot }
seen-made = made before you
screen-wait-both = Lay the fibres
screen-wait-left = Waits for left
screen-wait-right = Waits for right
screen-close = Close the hood
screen-set = Ready: SET
screen-estimate = Estimated
screen-held = Tension: held
screen-broke = Broke in tension

# Debrief
debrief-name = Debrief
debrief-mark = Your mark
debrief-all = Perfect. Everything is good.
debrief-passed = Passed. See what can be better.
debrief-not-passed = Not yet. See why and start again.
debrief-eliminated = An eliminatory fault. See which.
debrief-points = { $earned } points of { $judged } judged
debrief-again = Start again
debrief-replay = See my gestures
debrief-marks = See the points
debrief-losses = True loss at 1550 nm, in dB
debrief-losses-legend = bar: true · line: estimated
debrief-see-gesture = See gesture { $number }
debrief-replay-keys = ← and → go from gesture to gesture.
debrief-before = Gesture before
debrief-after = Gesture after
debrief-gesture = Gesture { $number } of { $last }

# Help
help-title = The keys
help-tools = take a tool
help-tab = go from one thing to the next
help-enter = do the gesture
help-arrows = change the numbers of the gesture, or the fibre
help-views = go to a view, open an instrument
help-consoles = go from one console to the next
help-escape = put back what you hold, then leave
help-hint = ask for a hint
help-undo = take the last gesture back
help-zoom = larger, smaller, see all
help-help = this help
help-close = Close
