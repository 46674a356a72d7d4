#include "wire/encode_parts.hpp"
#include "wire/names.hpp"

namespace relais::wire {
namespace {

// Keys, punctuation, ids and numbers of one entry take 330 bytes at most.
constexpr std::size_t entry_overhead = 384;

void write_author(JsonWriter& out, const Line& line, Side side) {
    const bool hidden = side == Side::visitor && line.author_kind == Party::agent;
    out.key("author").open_object().at("kind", name(line.author_kind));
    if (line.author.is_nil() || hidden) {
        out.key("id").null();
    } else {
        out.at("id", line.author);
    }
    if (line.author_name.empty()) {
        out.key("name").null();
    } else {
        out.at("name", line.author_name);
    }
    out.close_object();
}

void write_payload(JsonWriter& out, const Line& line) {
    out.key("payload");
    if (line.kind != LineKind::system) {
        out.null();
        return;
    }
    out.open_object().at("what", name(line.what));
    switch (line.what) {
        case SystemWhat::agent_joined:
        case SystemWhat::transferred: out.at("agent", line.detail); break;
        case SystemWhat::requeued: out.at("why", line.detail); break;
        case SystemWhat::ended: out.at("by", name(line.by)).at("why", line.detail); break;
        case SystemWhat::none:
        case SystemWhat::started:
        case SystemWhat::reopened:
        case SystemWhat::visitor_silent: break;
    }
    out.close_object();
}

void write_line(JsonWriter& out, const Line& line, Side side) {
    out.open_object();
    if (line.seq == 0) {
        out.key("seq").null();
    } else {
        out.at("seq", line.seq);
    }
    if (side == Side::agent) out.at("position", line.position);
    out.at("kind", name(line.kind)).at("at", line.at);
    write_author(out, line, side);
    if (line.body == nullptr) {
        out.key("body").null();
    } else {
        out.at("body", *line.body);
    }
    if (line.message.is_nil()) {
        out.key("id").null();
    } else {
        out.at("id", line.message);
    }
    write_payload(out, line);
    out.close_object();
}

}  // namespace

std::size_t bytes_estimate(const Line& line) {
    return entry_overhead + (line.body == nullptr ? 0 : quoted_size(*line.body)) + quoted_size(line.author_name) +
           quoted_size(line.detail);
}

std::string encode_lines(ConversationId conversation, std::span<const Line> lines, Side side) {
    std::size_t size = 96;
    for (const Line& line : lines) size += bytes_estimate(line);
    JsonWriter out(size);
    out.open_object().at("kind", "entries").at("conversation", conversation).key("entries").open_list();
    for (const Line& line : lines) {
        if (side == Side::agent || line.seq != 0) write_line(out, line, side);
    }
    out.close_list().close_object();
    return std::move(out).take();
}

}  // namespace relais::wire
