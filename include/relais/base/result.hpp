// A value or the reason why there is none. (std::expected does not exist in this compiler's C++20 mode.)
#pragma once

#include <utility>
#include <variant>

namespace relais {

template <class T, class E>
class [[nodiscard]] Result {
public:
    Result(T value) : either_(std::in_place_index<0>, std::move(value)) {}
    Result(E error) : either_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return either_.index() == 0; }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const T& value() const& { return std::get<0>(either_); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(either_)); }
    [[nodiscard]] const E& error() const { return std::get<1>(either_); }

private:
    std::variant<T, E> either_;
};

}  // namespace relais
