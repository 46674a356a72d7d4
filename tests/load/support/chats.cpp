#include "load/support/chats.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace relais::load {
namespace {

constexpr Nanoseconds ready_within = 60 * a_second;
constexpr Nanoseconds between_tries = a_second;  // of who found no place: while storage is late nobody is given one
constexpr std::size_t arriving_at_once = 200;    // visitors; the agents' ten seconds to accept must suffice

}  // namespace

ProductChats::ProductChats(Loop& loop, Centre& centre, std::uint32_t agents, std::uint32_t first_agent) : crowd_(loop) {
    bring_agents(centre, agents, first_agent);
    bring_visitors(centre, static_cast<std::size_t>(agents) * centre.staff().seats);
    match();
}

void ProductChats::bring_agents(Centre& centre, std::uint32_t agents, std::uint32_t first_agent) {
    const auto& cookies = centre.cookies();
    for (std::uint32_t index = 0; index < agents; ++index) {
        agents_.push_back(std::make_unique<Agent>(crowd_));
        agents_.back()->open(centre.agents_door(cookies.at(first_agent + index)));
    }
    const auto all_in = [&] {
        return std::all_of(agents_.begin(), agents_.end(), [](const auto& agent) { return agent->has_snapshot(); });
    };
    if (!crowd_.loop.run(now_ns() + ready_within, all_in)) throw std::runtime_error("not every agent came in");
    for (const auto& agent : agents_) agent->set_status("available");
    const auto all_available = [&] {
        return std::all_of(agents_.begin(), agents_.end(), [](const auto& agent) { return agent->unanswered() == 0; });
    };
    if (!crowd_.loop.run(now_ns() + ready_within, all_available)) throw std::runtime_error("not every agent is there");
}

void ProductChats::bring_visitors(Centre& centre, std::size_t count) {
    const Nanoseconds until = now_ns() + ready_within;
    const Door door = centre.visitors_door();
    visitors_.reserve(count);
    while (visitors_.size() < count) {
        const std::size_t first = visitors_.size();
        const std::size_t last = std::min(count, first + arriving_at_once);
        while (visitors_.size() < last) {
            visitors_.push_back(std::make_unique<Visitor>(crowd_, Visitor::Wish::chat));
            visitors_.back()->open(door);
        }
        Nanoseconds look_again = now_ns() + between_tries;
        const auto all_active = [&] {
            crowd_.tick();
            if (now_ns() > look_again) {
                look_again += between_tries;
                for (std::size_t n = first; n < last; ++n) {
                    Visitor& visitor = *visitors_[n];
                    if (visitor.was_refused() && visitor.unanswered() == 0) visitor.ask_for_chat();
                }
            }
            std::size_t accepted = 0;
            for (const auto& agent : agents_) accepted += agent->active();
            return accepted == last &&
                   std::all_of(visitors_.begin() + static_cast<std::ptrdiff_t>(first), visitors_.end(),
                               [](const auto& visitor) { return visitor->is_active(); });
        };
        if (crowd_.loop.run(until, all_active)) continue;
        (void)troubles();
        centre.show_log();
        throw std::runtime_error("not every visitor has an agent: " + std::to_string(first) + " of " +
                                 std::to_string(count) + " have");
    }
}

void ProductChats::match() {
    std::unordered_map<std::string, Agent*> agent_of;
    for (const auto& agent : agents_) {
        for (const auto& [conversation, active] : agent->conversations()) {
            if (active) agent_of[conversation] = agent.get();
        }
    }
    for (const auto& visitor : visitors_) agent_of_.push_back(agent_of.at(visitor->conversation()));
}

ProductChats::~ProductChats() {
    crowd_.listener = nullptr;
    const auto nothing_unanswered = [&] {
        crowd_.tick();
        return std::all_of(agents_.begin(), agents_.end(),
                           [](const auto& agent) { return agent->unanswered() == 0 || agent->is_closed(); });
    };
    const Nanoseconds until = now_ns() + ready_within;
    (void)crowd_.loop.run(until, nothing_unanswered);
    for (std::size_t pair = 0; pair < agent_of_.size(); ++pair) {
        if (agent_of_[pair]->is_open()) agent_of_[pair]->end(visitors_[pair]->conversation());
    }
    (void)crowd_.loop.run(until, nothing_unanswered);
    for (const auto& visitor : visitors_) visitor->close();
    for (const auto& agent : agents_) agent->close();
}

bool ProductChats::send(std::uint32_t pair, bool by_agent, Nanoseconds due) {
    Client& client = by_agent ? static_cast<Client&>(*agent_of_[pair]) : *visitors_[pair];
    if (!client.has_room() || client.is_paused()) return false;
    client.post(visitors_[pair]->conversation(), pair, due);
    return true;
}

std::uint64_t ProductChats::troubles() const {
    std::uint64_t sum = 0;
    for (const auto& [code, count] : crowd_.refused) {
        sum += count;
        std::fprintf(stderr, "  refused %s: %llu\n", code.c_str(), static_cast<unsigned long long>(count));
    }
    for (const auto& [code, count] : crowd_.ended) {
        sum += count;
        std::fprintf(stderr, "  sockets ended with %d: %llu\n", code, static_cast<unsigned long long>(count));
    }
    return sum;
}

}  // namespace relais::load
