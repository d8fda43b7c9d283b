using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;

namespace Dialtone.Core.Certificates;

/// <summary>A user's certificate with its key and where it came from. Never shows the key.</summary>
/// <param name="Account">The user's address of record, as a URI.</param>
/// <param name="Pair">The certificate and its key.</param>
/// <param name="From">The service that issued it: its URL.</param>
/// <param name="ObtainedAt">When, by this device's clock.</param>
/// <param name="NotBefore">From when it is valid.</param>
/// <param name="NotAfter">Until when.</param>
public sealed record KeptCertificate(
    string Account, ClientCertificate Pair, string From, DateTimeOffset ObtainedAt, DateTimeOffset NotBefore,
    DateTimeOffset NotAfter)
{
    /// <summary>What must be left of its life for it to be used.</summary>
    public static readonly TimeSpan LeftLeast = TimeSpan.FromHours(1);

    /// <summary>Whether it is valid now and will be for another hour.</summary>
    public bool IsUsable(DateTimeOffset wallClock) =>
        NotBefore <= wallClock && wallClock + LeftLeast < NotAfter;

    /// <summary>
    /// When another is asked for: at about four fifths of its life, by chance from three quarters to 85 percent, since
    /// a building's phones get theirs within a minute.
    /// </summary>
    internal DateTimeOffset RenewAt(IEntropy entropy) =>
        ObtainedAt + ((NotAfter - ObtainedAt) * (0.75 + (0.1 * entropy.Below(1001) / 1000)));

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"certificate of {Account}, until {NotAfter:yyyy-MM-dd HH:mm}Z");
}
