# The OTDR: its screen and its keys
otdr-name = REFLECTOMETER
otdr-no-trace = No trace.
otdr-trace-said = Trace { $name }, from { $from } to { $to }; cursor { $cursor } at { $at }
otdr-two-points = Loss A–B, 2 points
otdr-slope = Slope A–B
otdr-level-a = Level at A
otdr-place = Place (a)
otdr-loss = Loss at a
otdr-reflectance = Reflectance
otdr-slope-before = Slope A–a
otdr-slope-behind = Slope b–B
otdr-stretches = A–a / b–B
otdr-key-closer = Zoom +
otdr-key-farther = Zoom −
otdr-key-taller = Tall +
otdr-key-lower = Tall −
otdr-key-fit = All
otdr-key-close = Close up
otdr-key-cursor = Cursor { $letter }
otdr-key-left = ◀
otdr-key-right = ▶
otdr-key-two-points = 2 points
otdr-key-four-markers = 4 markers
otdr-key-event-before = Event ◀
otdr-key-event-next = Event ▶
otdr-key-overlay = 2nd trace
otdr-key-swap = Swap
otdr-key-mark = Note here
otdr-keyboard =
    ← →  cursor (Shift: fine)
    + −  zoom      ↑ ↓  height
    F  all      Z  close up
    C  next cursor
    M  points or markers
    N P  events
otdr-key-table = Table
otdr-mark-at = Note at { $at }
otdr-mark-loss = Loss read: { $loss }
otdr-mark-two-points = Read between A and B: { $loss }
otdr-mark-no-loss = No loss can be read here.
otdr-sign-loss = Splice or bend
otdr-sign-gain = Apparent gain
otdr-sign-reflective = Reflection, connector
otdr-sign-saturated = Saturated reflection
otdr-sign-end = End of fibre
otdr-sign-end-dark = End without reflection
otdr-sign-ghost = Ghost
otdr-sign-other = Other
otdr-sheet-events = Events
otdr-sheet-both = Both ways
otdr-sheet-about = File
otdr-column-number = No
otdr-column-event = Event
otdr-column-distance = Distance (m)
otdr-column-loss = Loss (dB)
otdr-column-reflectance = Refl. (dB)
otdr-column-slope = Slope (dB/km)
otdr-column-comment = Comment
otdr-no-events = No event in the file.
otdr-none-marked = Nothing noted. Put a cursor, then “Note here”.
otdr-strike = Strike out no { $number }
otdr-both-distance = Distance (m)
otdr-both-there = There (dB)
otdr-both-back = Back (dB)
otdr-both-mean = Mean (dB)
otdr-both-step = Step ± (dB)
otdr-both-comment = Remark
otdr-both-none = No event to compare.
otdr-both-apparent = apparent gain
otdr-both-read-here = * no event noted this way: loss read at the same place.

# A file that is open
trace-open = Open a .sor trace
trace-open-says = Drop a .sor file on the window, or write its path.
trace-path = Path of the file
trace-open-it = Open
trace-broken-title = This file does not open
trace-save = Save a copy
trace-saved = Copy saved: { $file }
trace-not-saved = Not saved: { $why }
trace-compare = Second trace
trace-compare-says = Another wavelength, or the other direction: choose its file.
trace-other-end = Measured from the other end
trace-screen = Reflectometer
trace-no-points = This file holds no points.
trace-close = Close
trace-files-here = In this folder
