# fibre
