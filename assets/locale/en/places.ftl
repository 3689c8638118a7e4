# Where the trainee is
effect-arrived = You are at { $place }, { $time } later.
effect-bench-set-up = Your bench stands at { $place }.
refusal-no-such-place = There is no place { $place }.
refusal-already-there = That is here already: { $place }.
refusal-elsewhere = That is at { $place }. Go there first.
refusal-bench-elsewhere = Your bench stands at { $place }. Go there, or set it up here.
refusal-no-room-for-bench = No bench can be set up at { $place }.
refusal-splicer-not-empty = Something lies in the splicer. Take it out first.
action-go-to = go to { $place }
action-set-up-bench = set up the bench
coach-go-to = Go to { $place }
coach-go-to-why = What has to be done is there.
coach-set-up-bench = Set up your bench here
coach-set-up-bench-why = The fibres to be spliced meet here.
diag-off-the-map = { $off } is off the map: at most { $most } each way
diag-bench-twice = the bench can stand at “{ $place }” already
verb-go-to = Go there
verb-set-up-bench = Set up the bench

# Stations and map
station-map = Map
station-bench = Bench
map-here = You are here: { $place }
map-go = Go to { $place }: { $time }
map-cable = { $fibres } fibres · { $length }
map-thing = { $name }
map-how = Click a place to go there. ← → ↑ ↓ choose, Enter goes.

# Papers and instruments
instrument-order = Work order
order-clients = Clients on this line
order-client = { $client }

# Cords
stock-cord = { $model } { $length }
cord-name = { $model } { $length } “{ $cord }”
cord-unknown = cord “{ $cord }”
guide-left = left guide
guide-middle = spools in the middle
guide-right = right guide
guide-foot = foot of the cabinet
path-straight = straight across the front
path-name = { $guides }
surplus-coiled = surplus on a spool
surplus-crammed = surplus pressed in
surplus-hanging = surplus hanging
effect-cord-taken = New cord in the hand: { $cord }. { $left } left.
effect-cord-led = The cord lies in its guides. Surplus: { $surplus }.
effect-surplus-crammed = The surplus is pressed in: the cord is folded tight.
effect-cord-labelled = Label “{ $text }”: { $plug }.
refusal-not-a-cord = “{ $item }” is no cord.
refusal-cord-loose = Plug both ends in first: { $cord }.
refusal-cord-too-short = Too short: this cord is { $has } long, that way takes { $needs }.
refusal-label-length = A label holds 1 to { $most } letters.
action-take-cord = takes a new cord: { $item }
action-lead-cord = leads { $cord } through: { $path }; { $surplus }
action-label = labels “{ $text }”: { $plug }
verb-take-cord = Take a cord
verb-lead-cord = Lead the cord
verb-label = Label
found-patched = Joined by: { $cord }.
found-not-patched = No cord joins { $from } and { $to }.
found-not-led = The cord hangs across the front: { $cord }.
found-wrong-path = Led through: { $path }. It should be: { $wanted }.
found-surplus = What became of the surplus: { $surplus }.
found-too-much-surplus = { $surplus } too long: no spool holds that.
found-tidy = Led through: { $path }; surplus on a spool.
found-labels = { $good ->
    [0] No end bears
    [one] One end bears
   *[other] Both ends bear
} “{ $text }”.
found-wrong-label = A label says “{ $text }”.
diag-label-length = a label of { $length } letters: it holds 1 to { $most }
diag-port-to-itself = both ends are the same port: “{ $port }”
station-frame = Ports
frame-how = Drag a plug from port to port. Click a cord to take it in hand; click an open port to cap it.
frame-held = In the hand: { $plug }. Choose a port.
frame-unplug = Unplug { $end }
frame-plug = Plug { $end } in
frame-into = into { $port }
frame-label = label
frame-stick = Stick on { $end }
frame-relabel = Replace on { $end }
frame-forget = Choose the way anew
frame-needs = takes { $needs } · surplus { $over }
frame-short = takes { $needs } · { $over } too short
frame-left = in the bag: { $left }
lamp-los = LOS
lamp-pon = PON
lamp-weak = PON, bad level
frame-left-guide = Left
frame-spools = Spools
frame-right-guide = Right
frame-foot = Foot
frame-surplus = What becomes of the surplus: press to change
