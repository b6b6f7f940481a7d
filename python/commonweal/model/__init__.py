# SPDX-License-Identifier: Apache-2.0
"""Synthetic cities: residents, households, organisations and their ties, from published margins or from files.

>>> import commonweal as cw
>>> city = cw.model.synthesise(residents=5_000, seed=1)
>>> city
<City: 5000 residents, 1 community, 7 layers>
"""

from commonweal.model.city import City, LayerNorm, Table, layer_norms, parameters, synthesise
from commonweal.model.city_files import read_city, write_city

__all__ = ["City", "LayerNorm", "Table", "layer_norms", "parameters", "read_city", "synthesise", "write_city"]
