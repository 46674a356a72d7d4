#include "app/archive.hpp"

#include <optional>
#include <utility>

#include "relais/office/history.hpp"

namespace relais {
namespace {

/// Of texts in one page: with the longest message behind it and its escapes a page stays below a socket's queue (RULES 6).
constexpr std::uint32_t page_bytes_max = 8 * 1024;

using Found = Result<std::optional<office::Original>, office::Error>;

/// Where the message was stored the first time. Of a visitor only his own conversations are looked at.
Found original_of(office::Database& database, CentreId centre, const Command& command) {
    if (const auto* visitor = std::get_if<PostAsVisitor>(&command.body)) {
        return office::find_message(database, centre, command.actor.visitor, visitor->message);
    }
    if (const auto* agent = std::get_if<PostAsAgent>(&command.body)) {
        return office::find_message(database, centre, agent->conversation, agent->message);
    }
    if (const auto* note = std::get_if<PostNote>(&command.body)) {
        return office::find_message(database, centre, note->conversation, note->message);
    }
    return std::optional<office::Original>{};
}

void fill(CommandBody& body, const std::optional<office::Original>& original) {
    Lookup lookup;
    lookup.done = true;
    if (original) lookup = {true, original->conversation, original->position, original->seq, original->at};
    std::visit(
        [&](auto& order) {
            if constexpr (requires { order.lookup; }) order.lookup = lookup;
        },
        body);
}

}  // namespace

void Archive::read_lines(CentreId centre, ConversationId conversation, std::uint32_t after, std::uint32_t upto,
                         std::function<void(std::optional<std::vector<Line>>)> done) {
    const bool taken = threads_.run([this, centre, conversation, after, upto, done] {
        auto read = office::read_lines(database_, centre, conversation, after, upto, page_bytes_max);
        std::optional<std::vector<Line>> lines;
        if (read) lines = std::move(read).value();
        server_.post([done, lines = std::move(lines)]() mutable { done(std::move(lines)); });
    });
    if (!taken) done(std::nullopt);
}

void Archive::look_up(CentreId centre, Command command, std::function<bool(CentreId, Command)> again,
                      std::function<void(const Command&)> not_now) {
    const bool taken = threads_.run([this, centre, command, again, not_now]() mutable {
        const Found found = original_of(database_, centre, command);
        if (found) fill(command.body, found.value());
        if (!found || !again(centre, command)) not_now(command);
    });
    if (!taken) not_now(command);
}

}  // namespace relais
