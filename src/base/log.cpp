#include "relais/base/log.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/sparing_lines.hpp"

namespace relais::log {
namespace {

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> shared = [] {
        auto made = std::make_shared<spdlog::logger>("relais", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
        made->flush_on(spdlog::level::debug);
        return made;
    }();
    return *shared;
}

std::atomic<std::uint64_t>& counter(Level level) {
    static std::array<std::atomic<std::uint64_t>, 4> counters{};
    return counters.at(static_cast<std::size_t>(level));
}

class SparingWords {
public:
    void add(std::string_view word) {
        const std::lock_guard lock(mutex_);
        words_.try_emplace(std::string(word));
    }
    /// As SparingLines::take; a word that is not one of these is always written.
    std::optional<std::uint64_t> take(std::string_view word) {
        const std::lock_guard lock(mutex_);
        const auto found = words_.find(word);
        if (found == words_.end()) return 0;
        const auto since = std::chrono::steady_clock::now().time_since_epoch();
        return found->second.take(Instant{std::chrono::duration_cast<Duration>(since)});
    }

private:
    std::mutex mutex_;
    std::map<std::string, SparingLines, std::less<>> words_;
};

SparingWords& sparing() {
    static SparingWords words;
    return words;
}

spdlog::level::level_enum of(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

unsigned char byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// Bytes of the UTF-8 character that begins at `at`; 0: there is none (RFC 3629, 4).
std::size_t length_at(std::string_view text, std::size_t at) {
    const unsigned char first = byte_at(text, at);
    const unsigned char second = byte_at(text, at + 1);
    if (first < 0x80) return 1;
    const std::size_t length = first < 0xC2 || first > 0xF4 ? 0U : first < 0xE0 ? 2U : first < 0xF0 ? 3U : 4U;
    for (std::size_t next = 1; next < length; ++next) {
        if ((byte_at(text, at + next) & 0xC0U) != 0x80U) return 0;
    }
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool outside = (first == 0xED && second >= 0xA0) || (first == 0xF4 && second >= 0x90);
    return overlong || outside ? 0 : length;
}

/// No text can end its line, forge another, or speak to the terminal of whoever reads it: the control characters of both
/// sets are written as escapes, and what is no UTF-8 as U+FFFD.
void append_escaped(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    for (std::size_t at = 0, length = 0; at < text.size(); at += std::max<std::size_t>(length, 1)) {
        length = length_at(text, at);
        const unsigned char first = byte_at(text, at);
        const bool is_c1 = length == 2 && first == 0xC2 && byte_at(text, at + 1) < 0xA0;
        const unsigned char control = is_c1 ? byte_at(text, at + 1) : first;
        if (length == 0) {
            out += "\\ufffd";
        } else if (first == '"' || first == '\\') {
            out += '\\';
            out += text[at];
        } else if (first < 0x20 || first == 0x7F || is_c1) {
            out += "\\u00";
            out += digits[control >> 4U];
            out += digits[control & 0xFU];
        } else {
            out += text.substr(at, length);
        }
    }
}

void append_field(std::string& line, const Field& field) {
    line += ",\"";
    append_escaped(line, field.name);
    line += field.is_number ? "\":" : "\":\"";
    append_escaped(line, field.value);
    if (!field.is_number) line += '"';
}

}  // namespace

void write(Level level, std::string_view what, std::initializer_list<Field> fields) {
    counter(level).fetch_add(1, std::memory_order_relaxed);
    const auto severity = of(level);
    if (!logger().should_log(severity)) return;
    const std::optional<std::uint64_t> left_out = sparing().take(what);
    if (!left_out) return;
    std::string line = R"("what":")";
    append_escaped(line, what);
    line += '"';
    for (const Field& field : fields) append_field(line, field);
    if (*left_out > 0) append_field(line, {"left_out", *left_out});
    logger().log(severity, spdlog::string_view_t{line});
}

void write_sparingly(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) sparing().add(word);
}

std::uint64_t count(Level level) { return counter(level).load(std::memory_order_relaxed); }

bool set_level(std::string_view level) {
    if (level == "debug")
        logger().set_level(spdlog::level::debug);
    else if (level == "info")
        logger().set_level(spdlog::level::info);
    else if (level == "warning")
        logger().set_level(spdlog::level::warn);
    else if (level == "error")
        logger().set_level(spdlog::level::err);
    else
        return false;
    return true;
}

}  // namespace relais::log
