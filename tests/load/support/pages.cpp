#include "load/support/pages.hpp"

#include <algorithm>

namespace relais::load {
namespace {

constexpr std::size_t opened_in_a_row = 32;  // then those that are open are served
constexpr Nanoseconds seen_within = 10 * a_second;

}  // namespace

Pages::Opened Pages::open(std::size_t count, Visitor::Wish wish, Nanoseconds within) {
    return wish == Visitor::Wish::listen ? open(count, 0, within) : open(0, count, within);
}

Pages::Opened Pages::open(std::size_t listening, std::size_t looking, Nanoseconds within) {
    const std::size_t first = pages_.size();
    const std::size_t count = listening + looking;
    for (std::size_t n = 0; n < count; ++n) {
        const bool listens = (n + 1) * listening / count > n * listening / count;
        pages_.push_back(std::make_unique<Visitor>(crowd_, listens ? Visitor::Wish::listen : Visitor::Wish::look));
    }
    const Nanoseconds begun = now_ns();
    connect(first);
    return wait_for(first, begun, within);
}

void Pages::connect(std::size_t first) {
    const Door door = centre_.visitors_door();
    for (std::size_t n = first; n < pages_.size(); ++n) {
        pages_[n]->open(door);
        if (n % opened_in_a_row == 0) crowd_.loop.once(0);
    }
}

Pages::Opened Pages::open_again(Nanoseconds within) {
    for (const auto& page : pages_) page->forget_connection();
    const Nanoseconds begun = now_ns();
    connect(0);
    return wait_for(0, begun, within);
}

Pages::Opened Pages::wait_for(std::size_t first, Nanoseconds begun, Nanoseconds within) {
    Opened opened;
    const auto count = [&] {
        opened = Opened{};
        Nanoseconds last = begun;
        for (std::size_t n = first; n < pages_.size(); ++n) {
            const Visitor& page = *pages_[n];
            if (page.told_to_poll()) {
                ++opened.told_to_poll;
            } else if (page.is_served()) {
                ++opened.served;
                last = std::max(last, page.served_at());
            } else if (page.is_closed()) {
                ++opened.refused;
            }
        }
        opened.took = last - begun;
        const std::size_t all = pages_.size() - first;
        opened.lost = all - opened.served - opened.told_to_poll - opened.refused;
        return opened.lost == 0;
    };
    (void)crowd_.loop.run(begun + within, count);
    return opened;
}

void Pages::drop_all() {
    for (const auto& page : pages_) page->drop();
}

void Pages::close_all() {
    for (const auto& page : pages_) page->close();
    pages_.clear();
}

std::size_t Pages::count_open() const {
    return static_cast<std::size_t>(
        std::count_if(pages_.begin(), pages_.end(), [](const auto& page) { return page->is_served(); }));
}

Nanoseconds Pages::until_all_see(bool open, Nanoseconds since) {
    Nanoseconds last = since;
    const auto all = [&] {
        for (const auto& page : pages_) {
            if (!page->is_served()) continue;
            if (page->seen_at() < since || page->sees_open() != open) return false;
            last = std::max(last, page->seen_at());
        }
        return true;
    };
    return crowd_.loop.run(since + seen_within, all) ? last - since : 0;
}

void Pages::rest(Nanoseconds time) {
    (void)crowd_.loop.run(now_ns() + time, [] { return false; });
}

}  // namespace relais::load
