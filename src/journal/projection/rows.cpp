#include "journal/projection/rows.hpp"

#include <type_traits>
#include <utility>

#include "journal/projection/json_object.hpp"
#include "journal/projection/words.hpp"

namespace relais::projection {
namespace {

// What one kind of event leaves beside its number, instant and name.
struct Told {
    std::string_view cause;
    ConversationId conversation;
    AgentId agent;
    JsonObject payload;
};

Told tell(const VisitorSeen& event) {
    Told told;
    told.payload.add_if("visitor", event.visitor.id).add_if("site", event.visitor.site);
    return told;
}

Told tell(const ConversationStarted& event) {
    const ConversationRecord& started = event.conversation;
    Told told{{}, started.id, {}, {}};
    told.payload.add_if("visitor", started.visitor)
        .add_if("site", started.site)
        .add_if("entry_point", started.entry_point);
    told.payload.add_if("language", started.language).add("priority", std::int64_t{started.priority});
    return told;
}

Told tell(const OfferMade& event) {
    Told told{{}, event.conversation, event.agent, {}};
    told.payload.add_if("from", event.from);
    return told;
}

Told tell(const OfferAccepted& event) { return {{}, event.conversation, event.agent, {}}; }
Told tell(const OfferDeclined& event) { return {{}, event.conversation, event.agent, {}}; }
Told tell(const OfferMissed& event) { return {{}, event.conversation, event.agent, {}}; }
Told tell(const OfferWithdrawn& event) { return {{}, event.conversation, event.agent, {}}; }

Told tell(const ConversationRequeued& event) {
    Told told{word(event.why), event.conversation, event.agent, {}};
    told.payload.add_if("entry_point", event.entry_point).add("exclude_agent", event.exclude_agent);
    return told;
}

Told tell(const ConversationEnded& event) {
    Told told{word(event.why), event.conversation, {}, {}};
    told.payload.add("by", word(event.by)).add("dated", to_unix_ms(event.dated));
    return told;
}

Told tell(const ConversationReopened& event) {
    Told told{{}, event.conversation, {}, {}};
    told.payload.add_if("language", event.language);
    return told;
}

Told tell(const ExclusionLapsed& event) { return {{}, event.conversation, {}, {}}; }

Told tell(const EstimateMade& event) {
    Told told{{}, event.conversation, {}, {}};
    told.payload.add("predicted_ms", event.predicted_ms);
    return told;
}

Told tell(const ReadMarked& event) {
    Told told{{}, event.conversation, {}, {}};
    told.payload.add("by", word(event.by)).add("seq", std::int64_t{event.seq});
    return told;
}

Told tell(const AgentStatusSet& event) {
    Told told{word(event.why), {}, event.agent, {}};
    told.payload.add("status", word(event.status)).add_if("reason", event.reason).add_if("by", event.by);
    return told;
}

Told tell(const AgentLost& event) { return {{}, {}, event.agent, {}}; }
Told tell(const AgentReturned& event) { return {{}, {}, event.agent, {}}; }
Told tell(const WrapUpOver& event) { return {{}, event.conversation, event.agent, {}}; }

Told tell(const AvailabilityChanged& event) {
    Told told{word(event.cause), {}, {}, {}};
    told.payload.add_if("entry_point", event.entry_point).add("availability", word(event.availability));
    return told;
}

Told tell(const EntryPointSetByHand& event) {
    Told told{{}, {}, event.by, {}};
    told.payload.add_if("entry_point", event.entry_point)
        .add("by_hand", word(event.by_hand))
        .add_if("reason", event.reason);
    return told;
}

Told tell(const MessageLeft& event) {
    Told told{{}, event.message.conversation, {}, {}};
    told.payload.add_if("message", event.message.id).add_if("entry_point", event.message.entry_point);
    return told;
}

Told tell(const LeftMessageDone& event) {
    Told told{{}, {}, event.agent, {}};
    told.payload.add_if("message", event.message);
    return told;
}

template <class Body>
concept Told_of = requires(const Body& body) {
    tell(body);
};

}  // namespace

std::optional<EventRow> event_row(const Event& event) {
    if (event.number == 0) return std::nullopt;
    return std::visit(
        [&event](const auto& body) -> std::optional<EventRow> {
            using Body = std::decay_t<decltype(body)>;
            if constexpr (Told_of<Body>) {
                Told told = tell(body);
                return EventRow{event.number,      event.at,   kind_name(event.body),           told.cause,
                                told.conversation, told.agent, std::move(told.payload).finish()};
            } else {
                return std::nullopt;
            }
        },
        event.body);
}

std::string line_payload(const Line& line) {
    if (line.what == SystemWhat::none && line.detail.empty() && line.by == Party::system) return {};
    JsonObject payload;
    if (line.what != SystemWhat::none) payload.add("what", word(line.what));
    payload.add_if("detail", line.detail);
    if (line.by != Party::system) payload.add("by", word(line.by));
    return std::move(payload).finish();
}

}  // namespace relais::projection
