#include "relais/base/log.hpp"

#include <array>
#include <atomic>
#include <memory>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

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

spdlog::level::level_enum of(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

void append_escaped(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            out += '\\';
            out += letter;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 0xf];
        } else {
            out += letter;
        }
    }
}

}  // namespace

void write(Level level, std::string_view what, std::initializer_list<Field> fields) {
    counter(level).fetch_add(1, std::memory_order_relaxed);
    const auto severity = of(level);
    if (!logger().should_log(severity)) return;
    std::string line = R"("what":")";
    append_escaped(line, what);
    line += '"';
    for (const Field& field : fields) {
        line += ",\"";
        append_escaped(line, field.name);
        line += field.is_number ? "\":" : "\":\"";
        append_escaped(line, field.value);
        if (!field.is_number) line += '"';
    }
    logger().log(severity, spdlog::string_view_t{line});
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
