#include "wire/json_reader.hpp"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

namespace relais::wire {
namespace {

using Json = nlohmann::json;

constexpr int number_out_of_range = 406;  // nlohmann's id: 1e999

/// Builds the document while nlohmann reads; false stops the reading.
class Builder {
public:
    explicit Builder(Document& document) : document_(document) {}

    [[nodiscard]] Refusal why() const { return why_; }

    bool null() { return add(Value{}); }
    bool boolean(bool value) {
        Value made;
        made.type = Value::Type::boolean;
        made.boolean = value;
        return add(std::move(made));
    }
    bool number_integer(Json::number_integer_t value) { return number(value >= -integer_max, value); }
    bool number_unsigned(Json::number_unsigned_t value) {
        const bool fits = value <= static_cast<Json::number_unsigned_t>(integer_max);
        return number(fits, fits ? static_cast<std::int64_t>(value) : 0);
    }
    bool number_float(Json::number_float_t, const std::string&) { return number(false, 0); }
    bool string(std::string& value) {
        if (value.find('\0') != std::string::npos) return false;
        Value made;
        made.type = Value::Type::text;
        made.text = std::move(value);
        return add(std::move(made));
    }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(Value::Type::object); }
    bool key(std::string& value) {
        if (value.find('\0') != std::string::npos) return false;
        if (skipped_ > 0) return true;
        Value& object = *open_.back();
        if (std::find(object.keys.begin(), object.keys.end(), value) != object.keys.end()) return false;
        if (object.keys.size() == fields_an_object_max) {
            document_.too_many = true;  // the value that follows is not kept either
            return true;
        }
        object.keys.push_back(std::move(value));
        return true;
    }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(Value::Type::list); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
        if (error.id == number_out_of_range) why_ = Refusal::bad_value;
        return false;
    }

private:
    bool number(bool fits, std::int64_t value) {
        Value made;
        made.type = fits ? Value::Type::integer : Value::Type::unfit_number;
        made.integer = value;
        document_.has_unfit_number |= !fits;
        return add(std::move(made));
    }

    /// Where the next value belongs; null: it is above a bound and not kept.
    Value* place() {
        if (open_.empty()) return &document_.root;
        Value& parent = *open_.back();
        const bool full = parent.type == Value::Type::list ? parent.items.size() >= items_a_list_max
                                                           : parent.items.size() >= parent.keys.size();
        if (full) {
            document_.too_many = true;
            return nullptr;
        }
        return &parent.items.emplace_back();
    }

    bool add(Value&& value) {
        if (skipped_ > 0) return true;
        if (Value* where = place()) *where = std::move(value);
        return true;
    }

    bool open(Value::Type type) {
        if (open_.size() + skipped_ == nesting_max) return false;
        Value* where = skipped_ > 0 ? nullptr : place();
        if (where == nullptr) {
            ++skipped_;
            return true;
        }
        where->type = type;
        open_.push_back(where);  // stays valid: a parent grows only after its child is closed
        return true;
    }

    bool close() {
        if (skipped_ > 0) {
            --skipped_;
        } else {
            open_.pop_back();
        }
        return true;
    }

    Document& document_;
    std::vector<Value*> open_;
    std::size_t skipped_ = 0;  // depth below a container that is not kept
    Refusal why_ = Refusal::bad_json;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

Result<Document, Refusal> read_json(std::string_view text) {
    // nlohmann takes a raw U+0000 for the end of the text, and skips a byte order mark.
    if (text.find('\0') != std::string_view::npos || text.starts_with("\xEF\xBB\xBF")) return Refusal::bad_json;
    Document document;
    Builder builder(document);
    if (!Json::sax_parse(text.begin(), text.end(), &builder)) return builder.why();
    return document;
}

namespace {

/// The end of the string that begins behind the quote at `at`, or npos.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at;
        }
    }
    return std::string_view::npos;
}

/// The digits behind `: `, 0 when they are no number from 1 to 2^53.
std::uint64_t number_behind(std::string_view rest) {
    const auto skip = [&] { rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size())); };
    skip();
    if (!rest.starts_with(':')) return 0;
    rest.remove_prefix(1);
    skip();
    if (rest.starts_with('0')) return 0;
    std::uint64_t number = 0;
    std::size_t digits = 0;
    for (; digits < rest.size() && std::isdigit(static_cast<unsigned char>(rest[digits])) != 0; ++digits) {
        number = number * 10 + static_cast<std::uint64_t>(rest[digits] - '0');
        if (number > static_cast<std::uint64_t>(integer_max)) return 0;
    }
    rest.remove_prefix(digits);
    skip();
    const bool ends = rest.starts_with(',') || rest.starts_with('}');
    return ends ? number : 0;
}

}  // namespace

std::uint64_t scan_number(std::string_view text) {
    std::uint64_t found = 0;
    bool seen = false;
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (c != '"') continue;
        const std::size_t end = end_of_string(text, at);
        if (end == std::string_view::npos) break;
        const std::string_view inside = text.substr(at + 1, end - at - 1);
        at = end;
        if (depth != 1 || inside != "n") continue;
        const std::uint64_t number = number_behind(text.substr(end + 1));
        if (number == 0) continue;  // a value that happens to be "n"
        if (seen) return 0;         // two numbers: which one is meant?
        seen = true;
        found = number;
    }
    return found;
}

}  // namespace relais::wire
