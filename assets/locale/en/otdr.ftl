# OTDR
cli-sor-export-about = Shoots with the OTDR into a scenario and writes the .sor file
cli-arg-shot-from = Where to plug in: equipment/port, cord#a or cable:tube:fibre@place
cli-arg-pulse = Pulse in ns (30 if not given)
cli-arg-range = Range in m (2500 if not given)
cli-arg-seconds = Averaging time in s (15 if not given)
cli-arg-launch = Length of the launch reel in m, 0 for none (500 if not given)
cli-arg-tail-at = Port where a tail reel is plugged
cli-arg-tail = Length of the tail reel in m (500 if not given)
cli-arg-index = Group index as typed (that of the fibre if not given)
cli-arg-sor-out = The .sor file to write
cli-not-a-port = “{ $text }” is not a port.

# Faults along fibres
termination-along = { $fibre }, { $distance } from { $place }
trace-crush = crushed fibre: { $at }
trace-mended = mended fibre: { $at }
trace-straightened = straightened bend: { $at }
diag-fault-twice = Fibre { $fibre } has two faults in the same spot.
diag-fault-place = Only a bad splice has a place; other faults have a distance, “at_m”.
diag-fault-metres = A bad splice has no distance; it has a place, “place”.
diag-fault-where = Where the fault is is missing: “{ $name }”.
diag-fault-beyond = Cable “{ $cable }” is { $length } m long: a fault at { $metres } m is not on it.
diag-fault-no-splice = Fibre { $fibre } has no splice in “{ $place }”.

# Gestures with the OTDR
otdr-distance = { $distance }
otdr-before-zero = −{ $distance }
effect-shot = Shot { $number }: the instrument finds { $events ->
    [0] no event
    [one] { $events } event
   *[other] { $events } events
}.
effect-table-taken = Table of shot { $shot } taken over: { $events ->
    [one] { $events } event
   *[other] { $events } events
}.
effect-event-marked = Shot { $shot }, { $at }: { $kind }.
effect-event-forgotten = Shot { $shot }, { $at }: event struck out.
effect-mean-written = Mean at { $at }: { $loss }.
effect-fault-named = Written down: { $fault }.
effect-mended = Mended ({ $kind }): { $fibre }.
effect-straightened = Straightened ({ $kind }): { $fibre }.
effect-nothing-there = Cable opened for nothing: { $fibre }, { $at } from { $place }.
effect-signed-accepted = Report signed: link accepted.
effect-signed-refused = Report signed: link refused.
refusal-no-otdr = You have no OTDR here.
refusal-no-such-end = Nothing can be plugged in there: { $end }.
refusal-no-such-laser = The instrument has no laser at { $nm } nm.
refusal-no-such-shot = There is no shot { $shot }.
refusal-no-such-event = No event there in the table of shot { $shot }.
refusal-where-is-it = Say where the fault is: a distance or a place.
refusal-already-signed = The report is signed: it changes no more.
event-loss = loss or gain
event-reflection = reflection
event-end = end
event-ghost = echo
fault-break = break
fault-bend = bend
fault-crush = crushed fibre
fault-bad-splice = bad splice
fault-in-place = in { $place }
fault-at-distance = { $distance } from { $place }
fault-named = { $kind }, { $fibre }, { $where }
action-shoot = shoots with the OTDR into { $at }: { $nm } nm, { $pulse } ns, { $range } m, { $seconds } s, launch { $launch } m
action-take-table = takes over the table of shot { $shot }
action-mark-event = writes into shot { $shot }, at { $at }: { $kind }
action-forget-event = strikes out the event of shot { $shot } at { $at }
action-write-mean = writes the mean at { $at }: { $loss }
action-name-fault = names the fault: { $fault }
action-mend = opens the cable and mends: { $fibre }, { $at } from { $place }
action-sign-accepted = signs the report: link accepted
action-sign-refused = signs the report: link refused
action-other = does something else
verb-shoot = Shoot
verb-take-table = Take the table over
verb-mark-event = Write the event
verb-forget-event = Strike the event out
verb-write-mean = Write the mean
verb-name-fault = Name the fault
verb-mend = Mend there
verb-sign = Sign
quantity-pulse = the pulse in ns
quantity-range = the range in m
quantity-index = the index × 100 000
quantity-launch = the launch reel in m
quantity-distance = the distance in m

diag-unknown-fault = There is no fault { $fault }: the scenario has { $count }.
diag-no-faults = The scenario has no fault to mend.
diag-needs-otdr = Measuring is graded, but the trainee has no OTDR.
diag-needs-otdr-help = Add “otdr: true” to the scenario.

# What is graded
found-no-shot = No shot between { $a } and { $b }.
found-in-shot = Shot { $shot }: { $what }
found-directions = { $sides ->
    [one] Measured from one side
   *[other] Measured from { $sides } sides
}; sides asked for: { $asked }.
cause-no-shot-from = No shot from { $port }.
found-wavelength = { $nm } nm from { $port }.
found-no-wavelength = No shot at { $nm } nm from { $port }.
found-launch = launch reel of { $length }; at least { $asked } m expected.
found-launch-typed = launch reel of { $length }, but { $typed } m typed: every distance is off.
found-tail = tail reel of { $length }; at least { $asked } m expected.
found-pulse = pulse of { $pulse } ns; at most { $most } ns expected.
found-index = index { $typed }; { $right } expected.
found-range = range of { $range } m for { $line } of fibre.
found-event = event written at { $at }.
found-event-called = at { $at }, written “{ $kind }”; it is “{ $right }”.
found-event-missing = missing at { $at }: { $kind }.
found-event-made-up = at { $at }, nothing is there.
found-no-losses = No losses in the tables.
found-event-loss = at { $at }, { $loss } written; { $right } in truth this way.
found-mean = At { $at }, mean { $loss } at { $nm } nm; { $right } in truth.
found-no-mean = At { $at }, the mean of both ways at { $nm } nm is missing.
found-not-signed = The report is not signed.
found-signed-early = The report was signed before the last measurement.
found-accepted = Report signed: link accepted.
found-refused = Report signed: link refused.
found-fault-where = You said: { $named }. In truth: { $truth }.
found-fault-not-named = Fault not named. In truth: { $truth }.
found-fault-kind = You said: { $named }. In truth: { $right }.
found-fault-kind-not-named = Fault not named. In truth: { $right }.
found-nothing-mended = Nothing is mended.
found-mended-after = Every opening comes after a measurement and a fault named there.
found-mended-blind = Opened without having measured and named a fault there.
found-fault-gone = Mended: { $fault }.
found-fault-left = Still there: { $fault }.
found-measured-after = Measured again after the repair.
found-not-measured-after = Not measured again, at every wavelength, after the repair.
