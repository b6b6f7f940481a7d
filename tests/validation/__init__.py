# SPDX-License-Identifier: Apache-2.0
"""Numbers of the literature that mechanisms must reproduce: by tools/validate.sh, in a reduced form by pytest."""
