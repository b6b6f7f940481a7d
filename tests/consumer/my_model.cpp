// SPDX-License-Identifier: Apache-2.0
#include <commonweal/commonweal.hpp>
#include <iostream>

int main() { std::cout << "commonweal " << commonweal::version() << '\n'; }
