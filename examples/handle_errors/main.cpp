// SPDX-License-Identifier: Apache-2.0
//   scenario -- mistakes of the user (exit code 2) -- all that can fail besides (exit code 1)
// Tells a user what is wrong with a scenario, all of it at once. The library prints nothing and never ends the program.
#include <commonweal/commonweal.hpp>

#include <iostream>

using namespace commonweal;

// mistakes
void tell(const Mistake& mistake) {
    if (mistake.line > 0)
        std::cout << mistake.file << ", line " << mistake.line << ", column " << mistake.column << ":\n";
    std::cout << "  key         " << mistake.path << '\n';
    if (!mistake.value.empty()) std::cout << "  found       " << mistake.value << '\n';
    std::cout << "  rule        " << mistake.rule << '\n';
    if (!mistake.suggestion.empty()) std::cout << "  suggestion  " << mistake.suggestion << '\n';
}
// end mistakes

// catch
int main(int count, char** words) try {
    const Scenario scenario = load_scenario(count > 1 ? words[1] : "broken.toml");
    Workers workers;
    Simulation district(scenario, {.value = 1, .replicate = 0}, workers);
    std::cout << scenario.title << " can be run: " << district.hours() << " hours\n";
} catch (const ConfigError& error) {
    for (const Mistake& mistake : error.mistakes()) tell(mistake);
    std::cout << error.mistakes().size() << " mistakes\n";
    return 2;
} catch (const Error& error) {  // the base of all that the library throws on purpose
    std::cout << error.what() << '\n';
    return 1;
}
// end catch
