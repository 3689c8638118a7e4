# Bends
trace-bend = { $turns ->
    [one] bend of { $radius } mm radius, { $turns } turn: { $at }
   *[other] bend of { $radius } mm radius, { $turns } turns: { $at }
}
cause-bend = Fibre bent too tight: { $radius } mm radius, { $at }.

# Closure and cassette: what happened
coil-tight = loop too tight for this fibre
coil-over-sleeve = loop over the sleeves
coil-crossing = loop across another coil
coil-out-of-tray = loop out of the cassette
coil-too-high = too many turns on top of each other
coil-loop-left = some fibre is left to coil
depth-mm = { $whole }.{ $tenths } mm
effect-coiled = Coiled: { $turns } turns, { $radius } mm at the tightest.
effect-coiled-badly = Coiled: { $turns } turns, { $radius } mm at the tightest. Beware: { $faults }.
effect-cassette-covered = The cover of the cassette is shut.
effect-cassette-uncovered = The cassette is open.
effect-closure-shut = The closure is shut.
effect-closure-opened = The closure is open.
effect-pinched = The cover pinched: { $fibres }.
effect-pulled = Nothing held the cable “{ $cable }”: it slipped and pulled on its fibres.
effect-bare-outside = The tubes of the cable “{ $cable }” do not reach the cassette: bare fibres are folded outside.
effect-jacket-cut = Jacket scored all round, { $depth } deep.
effect-tubes-nicked = { $count ->
    [one] The blade went too far: the tube is nicked.
   *[other] The blade went too far: the { $count } tubes are nicked.
}
effect-jacket-off = The jacket is off over { $open }.
effect-jacket-holds = The jacket does not come: the cut is not deep enough.
effect-aramid-cut = The aramid is cut, { $left } mm are left.
effect-clamped = The cable is clamped in entry { $entry }.
effect-anchored = The aramid is fixed to its anchor.
effect-tube-cut = Tube { $tube } cut: { $kept } mm of it are left, then { $bare } of bare fibre.
effect-tube-holds = Tube { $tube } does not come: the cut is not deep enough.
effect-fibres-nicked = The blade touched the fibres of tube { $tube }.
effect-fibres-broke = { $count ->
    [one] One fibre broke in its nicked tube.
   *[other] { $count } fibres broke in their nicked tube.
}
effect-gel-wiped = The fibres of tube { $tube } are degreased.
effect-gel-left = There is gel left on the fibres of tube { $tube }.

# Closure and cassette: what is impossible
refusal-no-closure = There is no closure here.
refusal-covered = The cover of the cassette is shut.
refusal-not-covered = The cassette is open already.
refusal-shut = The closure is shut.
refusal-not-shut = The closure is open already.
refusal-not-in-slot = First lay the splice in its slot: { $fibre }.
refusal-too-little-slack = It would take { $needed } mm of fibre, there are { $there } mm to coil.
refusal-nothing-to-prepare = This cable is not to be prepared here.
refusal-no-ring = First score the jacket all round.
refusal-ring-there = The jacket is scored already.
refusal-jacket-on = The jacket is still on.
refusal-aramid-whole = First cut the aramid to length.
refusal-aramid-too-short = The aramid is too short to go round the anchor.
refusal-not-clamped = The cable is not clamped yet.
refusal-already-anchored = The aramid is fixed already.
refusal-already-clamped = The cable is clamped in this entry already.
refusal-entry-taken = Entry { $entry } is taken.
refusal-no-such-tube = This cable has no tube { $tube }.
refusal-tube-whole = Tube { $tube } is not cut yet.
refusal-cut-shorter = Only { $kept } mm are left: it can only get shorter.
refusal-still-in-tube = It is still in its tube: { $fibre }.
quantity-radius = radius in mm
quantity-turns = number of turns
quantity-length = length in mm
quantity-depth = depth in thousandths of a mm
quantity-entry = number of the entry

# Closure and cassette: the gestures
action-coil = coils { $fibre }: { $turns } turns, { $radius } mm at the tightest
action-cover-cassette = shuts the cassette
action-uncover-cassette = opens the cassette
action-shut-closure = shuts the closure
action-open-closure = opens the closure
action-ring-cut = scores the jacket of the cable “{ $cable }” { $mm } mm from its end, { $depth } deep
action-pull-jacket = pulls the jacket off the cable “{ $cable }”
action-cut-aramid = cuts the aramid of the cable “{ $cable }”, { $keep } mm are left
action-clamp-cable = clamps the cable “{ $cable }” in entry { $entry }
action-anchor-aramid = fixes the aramid of the cable “{ $cable }”
action-cut-tube = cuts tube { $tube } of the cable “{ $cable }”, { $keep } mm are left, { $depth } deep
action-wipe-gel = degreases the fibres of tube { $tube } of the cable “{ $cable }”, { $passes } passes

# Closure and cassette: what the coach says
coach-ring-cut = Score the jacket { $mm } mm from its end
coach-ring-cut-why = A little less deep than the jacket: it tears at the cut, and the blade does not touch the tubes.
coach-pull-jacket = Pull the jacket off
coach-pull-jacket-why = It tears at the cut and slides off.
coach-cut-aramid = Cut the aramid, keep { $mm } mm
coach-cut-aramid-why = It takes enough to go round the anchor.
coach-clamp-cable = Clamp the cable in entry { $entry }
coach-clamp-cable-why = The cable is held before you touch any fibre.
coach-anchor-aramid = Fix the aramid to its anchor
coach-anchor-aramid-why = It bears the pull, the fibres never do.
coach-cut-tube = Cut tube { $tube }, keep { $mm } mm
coach-cut-tube-why = The tube must reach into the cassette; beyond it, about 1.1 m of bare fibre to coil.
coach-wipe-gel = Degrease the fibres of tube { $tube }
coach-wipe-gel-why = Gel soils all it touches, as far as the splicer.
coach-coil = Coil { $fibre }
coach-coil-why = Wide loops, flat, nothing across.
coach-cover-cassette = Shut the cassette
coach-cover-cassette-why = Look first: nothing stands out.
coach-uncover-cassette = Open the cassette
coach-uncover-cassette-why = The coil has to be laid again.
coach-shut-closure = Shut the closure
coach-shut-closure-why = First the cassette, then the closure.
coach-open-closure = Open the closure
coach-open-closure-why = There is something to do again in it.

# Closure and cassette: what was found
found-no-coil = is not coiled
found-coil = coiled, { $radius } mm at the tightest
found-coil-wrong = coiled, { $radius } mm at the tightest: { $faults }
found-cassette-open = The cassette is open.
found-closure-open = The closure is open.
found-pinched = Pinched by the cover: { $fibres }.
found-shut = All is shut, nothing is pinched.
found-wrong-entry = Clamped in entry { $entry }, it should be entry { $expected }.
found-not-clamped = The cable is not clamped.
found-not-anchored = The aramid is not fixed.
found-held-late = The cable was fixed after its tubes were cut.
found-held = Clamped in entry { $entry } and anchored before all the rest.
found-jacket-on = The jacket was not opened.
found-nicked = { $count ->
    [one] { $count } tube nicked, { $broken } fibres broken.
   *[other] { $count } tubes nicked, { $broken } fibres broken.
}
found-weak = { $count } fibres touched by the blade.
found-sound = Tubes and fibres are sound.
found-tube = tube { $tube }: { $what }
found-tube-whole = not cut yet
found-tube-length = { $kept } mm of tube ({ $least-kept } to { $most-kept } expected), { $bare } mm of bare fibre ({ $least-bare } to { $most-bare } expected)
found-gel = there is gel left
found-no-gel = degreased
diag-not-unprepared = Cable “{ $cable }” is not to be prepared at “{ $place }”.
diag-not-unprepared-help = Name it in `closures`: `"place": (cables: ["cable"])`.
verb-coil = Coil
verb-cover-cassette = Shut the cassette
verb-uncover-cassette = Open the cassette
verb-shut-closure = Shut the closure
verb-open-closure = Open the closure
verb-ring-cut = Score the jacket
verb-pull-jacket = Pull the jacket
verb-cut-aramid = Cut the aramid
verb-clamp-cable = Clamp the cable
verb-anchor-aramid = Fix the aramid
verb-cut-tube = Cut the tube
verb-wipe-gel = Degrease
found-measured-shut = at { $nm } nm: { $count } lines of { $all } measured after the closure was shut

# Closure and cassette: what the window shows
station-cable = Cable
station-cassette = Cassette
cassette-fibres = Fibres of the cassette
cassette-empty = No splice is stored here.
cassette-radius = { $radius } mm, { $least } mm at least ({ $type })
cassette-turns = { $turns } turns, { $left } mm left
cassette-how = Choose a fibre, then draw its loops in the cassette in one gesture.
cassette-is-shut = Cassette shut
closure-is-shut = Closure shut
cable-anchor = Anchor
cable-anchored = Aramid anchored
cable-depth = { $depth } mm ({ $thick } mm thick)
cable-passes = { $count } passes
cable-tool-hand = Hand
cable-tool-jacket = Jacket cutter
cable-tool-scissors = Scissors
cable-tool-tube = Tube cutter
cable-tool-wipe = Wipe
cable-how-hand = Pull the jacket to the left, take the cable to an entry, the aramid to the anchor.
cable-how-jacket = Lay the blade on the jacket at the right length and press down.
cable-how-scissors = Cut the aramid where you click.
cable-how-tube = Lay the blade on a tube and press down.
cable-how-wipe = Rub the bare fibres one way, then the other.
number-radius = radius (mm)
number-turns = turns
number-right = to the right (mm)
number-to-comb = towards the comb (mm)
number-from-end = from the end (mm)
number-depth = depth (µm)
number-keep = keep (mm)
number-tube = tube
number-entry = entry
