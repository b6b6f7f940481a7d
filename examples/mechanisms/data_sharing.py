# SPDX-License-Identifier: Apache-2.0
"""Ten departments: what do agreements of two, a common platform, and sources that are no sources cost and bring?"""

from commonweal.process import data_sharing

pairs = data_sharing.DataSharing(share_chance=0.3)
cases = {
    "islands": pairs.replace(share_chance=0.0),
    "agreements of two": pairs,
    "and passed on": pairs.replace(received="passed_on"),
    "a hub that 3 in 10 join": pairs.replace(form="hub"),
    "a hub that all join": pairs.replace(form="hub", share_chance=1.0),
    "who had it from others": pairs.replace(form="hub", share_chance=1.0, correlation=0.5),
}
for name, params in cases.items():
    course = data_sharing.simulate(params, size=10, replicates=500, seed=1)
    error, hours = course.squared_error.mean().item(), course.form_hours.sum("department").mean().item()
    print(f"{name:25}squared error {error:.2f}, forms {hours:4.1f} h a week, {course.islands.mean():.1f} islands")
