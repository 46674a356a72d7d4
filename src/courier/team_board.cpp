#include "courier/team_board.hpp"

#include "relais/wire/encode.hpp"

namespace relais {

std::optional<TeamFrame> TeamBoard::news(const TeamFrame& frame) {
    TeamFrame news;
    for (const TeamMember& member : frame.team) {
        const auto [place, fresh] = members_.try_emplace(member.id, member);
        if (!fresh && place->second == member) continue;
        place->second = member;
        news.team.push_back(member);
    }
    for (const AgentId id : frame.gone) {
        if (members_.erase(id) > 0) news.gone.push_back(id);
    }
    if (news.team.empty() && news.gone.empty()) return std::nullopt;
    news.after = version_;
    news.version = ++version_;
    whole_.reset();
    return news;
}

std::shared_ptr<const std::string> TeamBoard::whole(Instant now) {
    if (!whole_) {
        TeamFrame all;
        all.version = version_;
        all.team.reserve(members_.size());
        for (const auto& [id, member] : members_) all.team.push_back(member);
        whole_ = std::make_shared<const std::string>(wire::encode(all, wire::Side::agent, now));
    }
    return whole_;
}

}  // namespace relais
