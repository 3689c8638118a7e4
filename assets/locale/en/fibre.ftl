# Colours
colour-red = red
colour-blue = blue
colour-green = green
colour-yellow = yellow
colour-violet = violet
colour-white = white
colour-orange = orange
colour-grey = grey
colour-brown = brown
colour-black = black
colour-turquoise = turquoise
colour-pink = pink
colour-code-french = French code
colour-code-tia598 = TIA-598 code
colour-code-iec60304 = IEC 60304 code
colour-code-iec60794 = IEC 60794-2 code
colour-code-sfr = SFR code (legacy)
colour-mark = { $rings ->
    [0] { $colour } ({ $letters })
    [one] { $colour } ({ $letters }) with { $rings } ring
   *[other] { $colour } ({ $letters }) with { $rings } rings
}

# Names
fibre-name = fibre { $number }, { $mark }, { $cable }
fibre-in-tube = fibre { $number }, { $mark }, tube { $tube-number } { $tube }, { $cable }
fibre-unknown = fibre { $address }
termination-name = { $fibre }, at { $place }
side-left = left
side-right = right
stock-sleeve-60 = 60 mm sleeves
stock-sleeve-40 = 40 mm sleeves
stock-wipe = wipes
stock-other = { $item }

# What happened
effect-picked = You took out { $fibre }.
effect-put-back = You put { $fibre } back with the others.
effect-sleeve-on = { $left ->
    [0] The sleeve is on the fibre. It was the last one.
   *[other] The sleeve is on the fibre. { $left } left.
}
effect-stripped = The fibre is stripped.
effect-stripped-residue = The fibre is stripped, but some coating is left: you pulled too fast.
effect-snapped = The fibre broke under the stripper. { $length } mm left.
effect-cleaned = The fibre is wiped.
effect-lint-on-face = You wiped a fibre that was already cleaved: lint stays on its face.
effect-blade-turned = The blade is on edge { $edge }.
effect-cleaved = The fibre is cleaved. The scrap lies on the cleaver.
effect-scrap-lost = The scrap left on the cleaver fell off. It is lost.
effect-scraps-binned = { $count ->
    [0] No scrap in sight.
    [one] The scrap is in the bin.
   *[other] The { $count } scraps are in the bin.
}
effect-scraps-found = { $count ->
    [0] The tape picked up nothing.
    [one] The tape picked up the lost scrap.
   *[other] The tape picked up the { $count } lost scraps.
}
effect-recut = The fibre is cut back. { $length } mm left.
effect-too-short = { $fibre } is too short for the splicer.
effect-loaded = The fibre lies on the { $side }.
effect-unloaded = The fibre on the { $side } is out again.
effect-hood-closed = The hood is closed.
effect-hood-opened = The hood is open.
effect-complains = The splicer stops: { $complaints }.
effect-fused = Fused. Estimate: { $estimate }.
effect-fused-defects = Fused. Estimate: { $estimate }. The splicer sees: { $defects }.
effect-tension-held = The splice held in the tension test.
effect-tension-broke = The splice broke in the tension test. Start both fibres again.
effect-sleeve-centred = { $offset ->
    [0] The sleeve is centred on the splice.
   *[other] The sleeve is { $offset } mm off centre.
}
effect-sleeve-shrunk = The sleeve is shrunk. It is hot: let it cool.
effect-sleeve-shrunk-beside = The sleeve is shrunk, but it does not cover the whole splice.
effect-stored = The splice lies in slot { $slot }.
effect-stored-hot = The sleeve was still soft: it bent in the slot.
effect-broke-in-slot = Without a sleeve, the splice broke in the slot.
effect-waited = { $seconds } s have passed.

# What is impossible
refusal-no-bench = This exercise has no splice bench.
refusal-no-such-fibre = { $fibre } does not exist here.
refusal-not-here = { $fibre } does not come into this closure.
refusal-tube-closed = The tube of { $fibre } is not opened here.
refusal-not-picked = Take out { $fibre } first.
refusal-already-picked = { $fibre } is already out.
refusal-in-splicer = { $fibre } is in the splicer. Take it out first.
refusal-spliced = { $fibre } is already spliced. Cut it to start again.
refusal-not-spliced = { $fibre } is not spliced yet.
refusal-nothing-left = None left in stock: { $item }.
refusal-not-a-sleeve = “{ $item }” is not a sleeve.
refusal-sleeve-already-on = { $fibre } already carries a sleeve.
refusal-out-of-range = { $what }: it must be between { $least } and { $most }.
refusal-too-short = { $fibre } is too short: it no longer reaches the splicer.
refusal-no-edge-left = The blade has no fresh edge left.
refusal-hood-closed = The hood is closed. Open it first.
refusal-hood-open = The hood is open.
refusal-side-taken = There is already a fibre on the { $side }.
refusal-side-empty = There is no fibre on the { $side }.
refusal-already-fused = It is already fused. Open the hood.
refusal-no-sleeve = No sleeve on { $fibre }: it goes on before fusing. Cut and start again.
refusal-sleeve-shrunk = The sleeve is already shrunk: it no longer moves.
refusal-still-in-splicer = The splice is still in the splicer. Open the hood.
refusal-no-such-slot = There is no slot { $slot }: the cassette has { $slots }.
refusal-slot-taken = Slot { $slot } is already taken.
refusal-no-wipe-in-hand = You have no wipe in your hand yet. Take a fresh one.
refusal-time-goes-back = This gesture is dated before the one that precedes it.
quantity-strip-mm = Stripped length, in mm
quantity-speed = Speed, in mm/s
quantity-passes = Number of passes
quantity-cleave-mm = Cleaved length, in mm
quantity-lift = Fibre lifted, in degrees
quantity-tip = Tip to electrodes, in µm
quantity-askew = Fibre askew, in degrees
quantity-offset = Off centre, in mm
quantity-seconds = Duration, in s

# The splicer’s screen
complaint-no-fibre = no fibre on the { $side }
complaint-too-long = fibre too long on the { $side }
complaint-too-short = fibre too short on the { $side }
complaint-not-cleaved = fibre not cleaved on the { $side }
complaint-angle = cleave angle { $angle } on the { $side }
complaint-dirty = dirt on the { $side }
complaint-chipped = chipped face on the { $side }
complaint-askew = fibre askew on the { $side }
defect-bubble = a bubble
defect-fat = a splice that is too thick
defect-thin = a splice that is too thin
defect-high-estimate = an estimated loss that is too high

# The trainer beside the bench
coach-pick = Take { $fibre }
coach-pick-why = Check its colour and letter before you take it out.
coach-slide-sleeve = Slide a sleeve onto the fibre
coach-slide-sleeve-why = After fusing, the sleeve no longer goes on.
coach-strip = Strip { $mm } mm
coach-strip-why = Pull slowly and steadily: too fast, and coating stays stuck.
coach-clean = Clean the glass with alcohol
coach-clean-why = A speck of dust becomes a bubble in the arc. Always clean before you cleave.
coach-cleave = Cleave the fibre at { $mm } mm
coach-cleave-why = Wait until the fibre lies flat before you press, or the face will be at an angle.
coach-bin-scrap = Put the scrap in the bin
coach-bin-scrap-why = A lost glass scrap ends in somebody’s finger.
coach-load = Lay the fibre on the { $side }
coach-load-why = Tip just before the electrodes, fibre straight at the bottom of the groove.
coach-unload = Take out the fibre on the { $side }
coach-unload-why = The splicer saw a fault. Look at its screen.
coach-close-hood = Close the hood
coach-close-hood-why = The arc burns eyes and dislikes draughts.
coach-fuse = Press SET
coach-fuse-why = The splicer looks, aligns, then fuses.
coach-open-hood = Open the hood
coach-open-hood-why = The splicer pulls on the splice to prove it.
coach-centre-sleeve = Centre the sleeve on the splice
coach-centre-sleeve-why = It must cover the bare glass and at least 10 mm of coating on each side.
coach-shrink = Put the splice in the oven
coach-shrink-why = The sleeve shrinks and sticks: the bare glass is protected.
coach-cool = Let it cool for 30 s
coach-cool-why = A hot sleeve is soft and bends the fibre.
coach-store = Lay the splice in slot { $slot }
coach-store-why = The slots follow the order of the fibres: the next technician must find them.
coach-recut = Cut back { $fibre }
coach-recut-why = This end will come to nothing. There is enough fibre to start again.
coach-tape-scraps = Use the tape to find the scraps
coach-tape-scraps-why = A glass scrap cannot be seen. The tape finds it.
stage-sleeve = Slide the sleeve on
stage-strip = Strip
stage-clean = Clean
stage-cleave = Cleave
stage-load = Lay in the splicer
stage-other-end = Prepare the other fibre
stage-fuse = Fuse
stage-protect = Protect
stage-store = Store

# Gestures, told in a report
action-pick = takes out { $fibre }
action-put-back = puts back { $fibre }
action-slide-sleeve = slides a sleeve onto { $fibre }
action-strip = strips { $mm } mm at { $speed } mm/s ({ $fibre })
action-clean-fresh = cleans with a fresh wipe, { $passes } passes ({ $fibre })
action-clean-used = cleans with the used wipe, { $passes } passes ({ $fibre })
action-turn-blade = turns the cleaver’s blade
action-cleave = cleaves at { $mm } mm ({ $fibre })
action-cleave-lifted = cleaves at { $mm } mm, fibre lifted by { $lift }° ({ $fibre })
action-bin-scrap = puts the scrap in the bin
action-tape-scraps = goes over the mat with tape
action-recut = cuts back { $fibre }
action-load = lays it on the { $side }, tip { $tip } µm from the electrodes ({ $fibre })
action-load-askew = lays it on the { $side }, tip { $tip } µm from the electrodes, { $askew }° askew ({ $fibre })
action-unload = takes out the fibre on the { $side }
action-close-hood = closes the hood
action-open-hood = opens the hood
action-fuse = presses SET
action-fuse-force = fuses in spite of the warning
action-centre-sleeve = puts the sleeve { $offset } mm from the centre ({ $fibre })
action-shrink = shrinks the sleeve in the oven ({ $fibre })
action-store = lays it in slot { $slot } ({ $fibre })
action-wait = waits { $seconds } s

# Ports and cords
port-name = port { $port }, { $equipment }, { $place }
port-somewhere = port { $port }, { $equipment }
plug-name = plug { $end } of “{ $cord }” ({ $model })
plug-name-new = plug { $end }, { $model } { $length } no. { $number }
client-name = { $name }
