#include "relais/wire/decode.hpp"

#include <algorithm>
#include <cctype>

#include "wire/orders.hpp"

namespace relais::wire {
namespace {

using Type = Value::Type;

/// "fr-CA" is "fr"; what is no language tag at all is nothing.
std::string primary_language(const std::string& tag) {
    std::string primary = tag.substr(0, tag.find_first_of("-_"));
    for (char& c : primary) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool letters = std::all_of(primary.begin(), primary.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return letters && primary.size() >= 2 && primary.size() <= 3 ? primary : std::string();
}

void read_visitor_part(Fields& fields, Hello& hello) {
    if (const Value* token = fields.field("token", Type::text, Need::optional)) {
        hello.token = token->text;
        if (hello.token.size() > limits::token_bytes_max) fields.refuse(Refusal::bad_value);
    }
    hello.listen = fields.flag("listen");
    if (const Value* last = fields.field("last", Type::object, Need::optional)) {
        Fields inner(*last);
        inner.id("conversation", Need::required, hello.last_conversation);
        hello.last_seq = inner.count("seq", Need::required);
        if (inner.wrong()) fields.refuse(*inner.wrong());
    }
    if (const Value* page = fields.field("page", Type::object, Need::optional)) {
        Fields inner(*page);
        hello.page_title = inner.cut_text("title", limits::page_title_code_points_kept);
        hello.page_url = inner.cut_text("url", limits::page_url_code_points_kept);
        if (inner.wrong()) fields.refuse(*inner.wrong());
    }
}

void read_agent_part(Fields& fields, Hello& hello) {
    const Value* list = fields.field("have", Type::list, Need::optional);
    if (list == nullptr) return;
    if (list->items.size() > limits::have_max) return fields.refuse(Refusal::bad_value);
    for (const Value& item : list->items) {
        if (item.type != Type::object) return fields.refuse(Refusal::wrong_type);
        Fields inner(item);
        Have have;
        inner.id("conversation", Need::required, have.conversation);
        have.position = inner.count("position", Need::required);
        if (inner.wrong()) return fields.refuse(*inner.wrong());
        hello.have.push_back(have);
    }
}

Incoming read_hello(Fields& fields, Side side) {
    Hello hello;
    hello.protocol = fields.count("protocol", Need::required);
    fields.id("client", Need::required, hello.client);
    hello.language = primary_language(fields.text("language", Need::required, limits::language_code_points_max));
    hello.build = fields.text("build", Need::optional, limits::build_code_points_max);
    if (side == Side::visitor) {
        read_visitor_part(fields, hello);
    } else {
        read_agent_part(fields, hello);
    }
    return hello;
}

const OrderKind* find(std::span<const OrderKind> orders, std::string_view kind) {
    const auto found = std::find_if(orders.begin(), orders.end(), [&](const OrderKind& o) { return o.kind == kind; });
    return found == orders.end() ? nullptr : &*found;
}

/// The number of a numbered command, or what is wrong with it.
std::optional<Refusal> check_number(const Value& frame) {
    const Value* n = frame.find("n");
    if (n == nullptr) return Refusal::missing_field;
    if (n->type != Type::integer) return Refusal::wrong_type;
    if (n->integer < 1) return Refusal::bad_value;
    return std::nullopt;
}

std::uint64_t readable_number(const Value& frame) {
    const Value* n = frame.find("n");
    const bool readable = n != nullptr && n->type == Type::integer && n->integer >= 1;
    return readable ? static_cast<std::uint64_t>(n->integer) : 0;
}

Result<Incoming, Refusal> read_order(const Value& frame, const OrderKind& kind) {
    if (kind.numbered) {
        if (const auto wrong = check_number(frame)) return *wrong;
    }
    Fields fields(frame);
    Incoming order = Order{kind.numbered ? readable_number(frame) : 0, kind.read(fields)};
    if (fields.wrong()) return *fields.wrong();
    return order;
}

Result<Incoming, Refusal> read_frame(const Document& document, Side side) {
    const Value& frame = document.root;
    if (frame.type != Type::object || document.too_many) return Refusal::bad_frame;
    if (document.has_unfit_number) return Refusal::bad_value;

    Fields fields(frame);
    const Value* kind = fields.field("kind", Type::text, Need::required);
    if (kind == nullptr) return *fields.wrong();
    if (kind->text == "pong") return Incoming{Pong{}};
    if (kind->text == "hello") {
        Incoming hello = read_hello(fields, side);
        if (fields.wrong()) return *fields.wrong();
        return hello;
    }
    const bool visitor = side == Side::visitor;
    if (const OrderKind* own = find(visitor ? visitor_orders() : agent_orders(), kind->text)) {
        return read_order(frame, *own);
    }
    return find(visitor ? agent_orders() : visitor_orders(), kind->text) != nullptr ? Refusal::not_allowed
                                                                                    : Refusal::unknown_kind;
}

}  // namespace

Result<Incoming, NotDecoded> decode(std::string_view text, Side side) {
    Result<Document, Refusal> document = read_json(text);
    if (!document) return NotDecoded{document.error(), scan_number(text)};
    Result<Incoming, Refusal> frame = read_frame(document.value(), side);
    if (!frame) return NotDecoded{frame.error(), readable_number(document.value().root)};
    return std::move(frame).value();
}

}  // namespace relais::wire
