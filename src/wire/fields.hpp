// Typed access to the fields of one frame. The first thing that is wrong is kept; what is read after it is meaningless.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "relais/base/id.hpp"
#include "relais/floor/limits.hpp"
#include "relais/floor/line.hpp"
#include "relais/floor/refusal.hpp"

#include "wire/json_reader.hpp"

namespace relais::wire {

namespace limits {
inline constexpr std::size_t name_code_points_max = 80;
inline constexpr std::size_t email_code_points_max = 254;  // RFC 5321, 4.5.3.1.3
inline constexpr std::size_t phone_code_points_max = 32;
inline constexpr std::size_t build_code_points_max = 80;
inline constexpr std::size_t language_code_points_max = 35;  // RFC 5646, 4.4.1
inline constexpr std::size_t token_bytes_max = 1024;
inline constexpr std::size_t page_title_code_points_kept = 300;
inline constexpr std::size_t page_url_code_points_kept = 2000;
inline constexpr std::size_t have_max = 256;
}  // namespace limits

enum class Need : bool { optional, required };

class Fields {
public:
    explicit Fields(const Value& object) : object_(object) {}

    [[nodiscard]] const std::optional<Refusal>& wrong() const { return wrong_; }
    void refuse(Refusal why) {
        if (!wrong_) wrong_ = why;
    }

    /// Null when absent (an optional field that is `null` counts as absent) or of another type.
    const Value* field(std::string_view key, Value::Type type, Need need);

    template <class Tag>
    Id<Tag> id(std::string_view key, Need need) {
        return Id<Tag>{uuid(key, need)};
    }
    template <class AnyId>
    void id(std::string_view key, Need need, AnyId& into) {
        into = AnyId{uuid(key, need)};
    }
    Uuid uuid(std::string_view key, Need need);
    /// 0 to 2^32 - 1.
    std::uint32_t count(std::string_view key, Need need);
    bool flag(std::string_view key);
    /// At most `code_points_max`; may be empty.
    std::string text(std::string_view key, Need need, std::size_t code_points_max);
    /// What is longer is cut, because the page and not its visitor chose it.
    std::string cut_text(std::string_view key, std::size_t code_points_kept);
    /// 1 to limits::message_code_points_max code points.
    Text message(std::string_view key);
    /// One of `allowed`; gives its index.
    std::size_t word(std::string_view key, std::initializer_list<std::string_view> allowed);

private:
    const Value& object_;
    std::optional<Refusal> wrong_;
};

/// Of valid UTF-8.
[[nodiscard]] std::size_t code_points(std::string_view text);

}  // namespace relais::wire
