#include "simulation/theory.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace relais::simulation::theory {
namespace {

/// A visitor with `ahead` before him: the queue shortens at c mu + k theta, he himself leaves at theta. Probability that he
/// is served within the target, by uniformization of the pure-death chain.
double served_in_time(std::size_t ahead, double served_rate, double theta) {
    const double top = served_rate + static_cast<double>(ahead + 1) * theta;
    std::vector<double> at(ahead + 2, 0.0);  // at[k]: k ahead, at[ahead + 1]: served
    at[ahead] = 1;
    const double events = top * target_s;
    double weight = std::exp(-events);
    double result = 0;
    const auto steps = static_cast<std::size_t>(events + 12 * std::sqrt(events) + 30);
    for (std::size_t step = 0; step <= steps; ++step) {
        result += weight * at[ahead + 1];
        std::vector<double> next(at.size(), 0.0);
        next[ahead + 1] = at[ahead + 1];
        for (std::size_t k = 0; k <= ahead; ++k) {
            const double forward = (served_rate + static_cast<double>(k) * theta) / top;
            next[k == 0 ? ahead + 1 : k - 1] += at[k] * forward;
            next[k] += at[k] * (1 - forward - theta / top);
        }
        at = std::move(next);
        weight *= events / static_cast<double>(step + 1);
    }
    return result;
}

using Load = std::array<std::size_t, 4>;  // how many agents have 0, 1, 2, 3 chats

std::size_t slot_taken(const Load& load, Choice choice) {
    if (choice == Choice::least_loaded) {
        for (std::size_t k = 0; k < 3; ++k) {
            if (load[k] > 0) return k;
        }
    } else {
        for (std::size_t k = 3; k-- > 0;) {
            if (load[k] > 0) return k;
        }
    }
    return 3;
}

Load moved(Load load, std::size_t from, std::size_t to) {
    --load[from];
    ++load[to];
    return load;
}

struct Move {
    std::size_t from;
    std::size_t to;
    double rate;
};

}  // namespace

Figures erlang_c(double arrivals_an_hour, double mean_s, std::size_t servers) {
    const double rate = arrivals_an_hour / 3600;
    const double load = rate * mean_s;
    const auto c = static_cast<double>(servers);
    double blocked = 1;
    for (std::size_t k = 1; k <= servers; ++k) blocked = load * blocked / (static_cast<double>(k) + load * blocked);
    Figures figures;
    figures.waits = c * blocked / (c - load * (1 - blocked));
    const double spare = c / mean_s - rate;
    figures.mean_wait_s = figures.waits / spare;
    figures.within_target = 1 - figures.waits * std::exp(-spare * target_s);
    return figures;
}

Figures erlang_a(double arrivals_an_hour, double mean_s, std::size_t servers, double patience_s) {
    const double rate = arrivals_an_hour / 3600;
    const double load = rate * mean_s;
    const double theta = 1 / patience_s;
    const double served_rate = static_cast<double>(servers) / mean_s;
    std::vector<double> p{1.0};
    for (std::size_t k = 1; k <= servers; ++k) p.push_back(p.back() * load / static_cast<double>(k));
    for (std::size_t q = 1; p.back() > 1e-16 * p[servers] && q < 2000; ++q) {
        p.push_back(p.back() * rate / (served_rate + static_cast<double>(q) * theta));
    }
    double sum = 0;
    for (const double one : p) sum += one;
    Figures figures;
    double queue = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
        const double probability = p[k] / sum;
        if (k < servers) {
            figures.within_target += probability;
            continue;
        }
        figures.waits += probability;
        queue += static_cast<double>(k - servers) * probability;
        if (probability > 1e-12) figures.within_target += probability * served_in_time(k - servers, served_rate, theta);
    }
    figures.abandons = theta * queue / rate;
    figures.mean_wait_s = queue / rate;
    return figures;
}

Figures three_slots(double arrivals_an_hour, double mean_s, std::size_t agents, std::array<double, 3> pace,
                    Choice choice) {
    const double rate = arrivals_an_hour / 3600;
    std::map<Load, std::size_t> index;
    std::vector<Load> loads;
    for (std::size_t one = 0; one <= agents; ++one) {
        for (std::size_t two = 0; one + two <= agents; ++two) {
            for (std::size_t three = 0; one + two + three <= agents; ++three) {
                index[{agents - one - two - three, one, two, three}] = loads.size();
                loads.push_back({agents - one - two - three, one, two, three});
            }
        }
    }
    const std::size_t full = index[{0, 0, 0, agents}];
    const double full_rate = static_cast<double>(agents) * pace[2] / mean_s;
    const double ratio = rate / full_rate;

    // The queue behind `full` is a geometric tail: seen from the other loads, `full` is left at its rate while it is empty.
    std::vector<Move> moves;
    std::vector<double> out(loads.size(), 0.0);
    for (std::size_t s = 0; s < loads.size(); ++s) {
        if (s != full) {
            const std::size_t taken = slot_taken(loads[s], choice);
            moves.push_back({s, index[moved(loads[s], taken, taken + 1)], rate});
        }
        for (std::size_t k = 1; k <= 3; ++k) {
            if (loads[s][k] == 0) continue;
            moves.push_back(
                {s, index[moved(loads[s], k, k - 1)], static_cast<double>(loads[s][k]) * pace[k - 1] / mean_s});
        }
    }
    std::vector<std::vector<Move>> into(loads.size());
    for (const Move& move : moves) {
        out[move.from] += move.rate;
        into[move.to].push_back(move);
    }
    std::vector<double> p(loads.size(), 1.0 / static_cast<double>(loads.size()));
    for (int sweep = 0; sweep < 200000; ++sweep) {  // Gauss-Seidel on the balance of each state
        double change = 0;
        double sum = 0;
        for (std::size_t s = 0; s < loads.size(); ++s) {
            double flow = 0;
            for (const Move& move : into[s]) flow += p[move.from] * move.rate;
            const double next = flow / out[s];
            change += std::abs(next - p[s]);
            p[s] = next;
            sum += next;
        }
        for (double& one : p) one /= sum;
        if (change < 1e-14) break;
    }
    double sum = 0;
    for (const double one : p) sum += one;
    sum += p[full] * ratio / (1 - ratio);
    Figures figures;
    figures.waits = p[full] / (1 - ratio) / sum;
    figures.mean_wait_s = figures.waits / (full_rate - rate);
    figures.within_target = 1 - figures.waits * std::exp(-(full_rate - rate) * target_s);
    return figures;
}

}  // namespace relais::simulation::theory
