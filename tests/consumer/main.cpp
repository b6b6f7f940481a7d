// SPDX-License-Identifier: Apache-2.0
#include <commonweal/commonweal.hpp>
#include <iostream>

#include "second.hpp"

int main() {
    try {
        refuse_a_town_without_residents();
    } catch (const commonweal::ConfigError& error) {
        std::cout << "commonweal " << commonweal::version() << " says: " << error.what() << '\n';
        return error.mistakes().size() == 1 ? 0 : 1;
    }
    return 1;
}
