#include "floor/apply.hpp"

#include <variant>

namespace relais {

void apply_event(State& state, const Event& event) {
    std::visit([&](const auto& body) { apply_event(state, event, body); }, event.body);
}

}  // namespace relais
