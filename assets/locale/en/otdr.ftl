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
trace-bend = bent fibre, radius { $radius } mm, { $turns ->
    [one] { $turns } turn
   *[other] { $turns } turns
}: { $at }
trace-crush = crushed fibre: { $at }
trace-mended = mended fibre: { $at }
trace-straightened = straightened bend: { $at }
diag-fault-twice = Fibre { $fibre } has two faults in the same spot.
diag-fault-place = Only a bad splice has a place; other faults have a distance, “at_m”.
diag-fault-metres = A bad splice has no distance; it has a place, “place”.
diag-fault-where = Where the fault is is missing: “{ $name }”.
diag-fault-beyond = Cable “{ $cable }” is { $length } m long: a fault at { $metres } m is not on it.
diag-fault-no-splice = Fibre { $fibre } has no splice in “{ $place }”.
