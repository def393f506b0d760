//! The toll of most revenue of one pair of ways, in closed form.

/// Wright's ω: the one positive `w` with `w + ln w = y`, which is the Lambert function `W(e^y)` without its
/// overflow. Nothing for a number that is not finite.
///
/// ```
/// use trade_corridor::analysis::toll::wright_omega;
/// assert!((wright_omega(1.0).unwrap() - 1.0).abs() < 1e-15); // W(e) = 1
/// assert!((wright_omega(0.0).unwrap() - 0.567_143_290_409_783_8).abs() < 1e-15); // W(1)
/// assert!(wright_omega(f64::NAN).is_none());
/// ```
#[must_use]
pub fn wright_omega(y: f64) -> Option<f64> {
    if !y.is_finite() {
        return None;
    }
    let small = libm::exp(y.min(1.0));
    if small == 0.0 {
        return Some(0.0);
    }
    // Newton's steps keep it positive, and it is concave from below.
    let mut w = if y <= 1.0 {
        small / (1.0 + small)
    } else {
        y - libm::log(y)
    };
    for _ in 0..60 {
        let next = w * ((1.0 + y - libm::log(w)) / (1.0 + w));
        if (next - w).abs() <= f64::EPSILON * next {
            return Some(next);
        }
        w = next;
    }
    Some(w)
}

/// The toll in USD that earns most of one shipper who takes the tolled way with the probability
/// `1 / (1 + e^(-μ (gap - toll)))`: `(1 + W(e^(μ gap - 1))) / μ`. The gap is what the other ways cost more, by
/// their logsum; the scale `μ` is per USD. Nothing where the scale is not positive or a number is not finite.
///
/// ```
/// use trade_corridor::analysis::toll::best_single_toll;
/// let toll = best_single_toll(400.0, 0.01).unwrap();
/// let earned = |toll: f64| toll / (1.0 + (-0.01 * (400.0 - toll)).exp());
/// assert!(earned(toll) > earned(toll - 0.01) && earned(toll) > earned(toll + 0.01));
/// assert!(best_single_toll(400.0, 0.0).is_none());
/// ```
#[must_use]
pub fn best_single_toll(gap_usd: f64, per_usd: f64) -> Option<f64> {
    let is_scale = per_usd.is_finite() && per_usd > 0.0;
    let omega = is_scale.then(|| wright_omega(per_usd * gap_usd - 1.0))??;
    Some((1.0 + omega) / per_usd)
}
