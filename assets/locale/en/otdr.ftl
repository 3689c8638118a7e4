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
