#include "floor/conversation/ending.hpp"

namespace relais {

std::string_view text_of(RequeueWhy why) {
    switch (why) {
        case RequeueWhy::agent_lost: return "agent_lost";
        case RequeueWhy::agent_asked: return "agent_asked";
        case RequeueWhy::signed_out: return "signed_out";
        case RequeueWhy::transferred: return "transferred";
        case RequeueWhy::no_human_sign: return "no_human_sign";
        case RequeueWhy::missed: return "missed";
        case RequeueWhy::declined: return "declined";
    }
    return "agent_asked";
}

std::string_view text_of(EndWhy why) {
    switch (why) {
        case EndWhy::closed: return "closed";
        case EndWhy::abandoned: return "abandoned";
        case EndWhy::left_page: return "left_page";
        case EndWhy::silent: return "silent";
        case EndWhy::left_message: return "left_message";
        case EndWhy::erased: return "erased";
    }
    return "closed";
}

void add_end(const State& state, const Conversation& conversation, Party by, EndWhy why, Instant dated, Instant now,
             std::vector<EventBody>& events) {
    const ConversationId id = conversation.record.id;
    if (conversation.offer) events.emplace_back(OfferWithdrawn{id, conversation.offer->agent});
    events.emplace_back(ConversationEnded{id, by, why, dated});
    LineNumbers numbers(state, conversation);
    events.emplace_back(numbers.system(SystemWhat::ended, std::string{text_of(why)}, now, by));
}

void add_requeue(const State& state, const Conversation& conversation, EntryPointId entry_point, RequeueWhy why,
                 bool exclude_agent, Instant now, std::vector<EventBody>& events) {
    const ConversationId id = conversation.record.id;
    if (conversation.offer) events.emplace_back(OfferWithdrawn{id, conversation.offer->agent});
    if (state.breaks.lost_requeue && why == RequeueWhy::agent_lost) return;
    events.emplace_back(ConversationRequeued{id, conversation.record.agent, entry_point, why, exclude_agent});
    LineNumbers numbers(state, conversation);
    events.emplace_back(numbers.system(SystemWhat::requeued, std::string{text_of(why)}, now));
}

}  // namespace relais
