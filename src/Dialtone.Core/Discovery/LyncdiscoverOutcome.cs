using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Discovery;

/// <summary>What Lyncdiscover said to one user (MS-OCDISCWS), with the evidence.</summary>
public sealed record LyncdiscoverOutcome
{
    /// <summary>What became of it.</summary>
    public required LyncdiscoverStatus Status { get; init; }

    /// <summary>The Registrars, in the order in which they are to be tried.</summary>
    public ImmutableArray<SipAccess> Registrars { get; init; } = [];

    /// <summary>From where the server takes the device to come.</summary>
    public AccessLocation Location { get; init; }

    /// <summary>The web server that gave the user's answer; the default value where none did.</summary>
    public HostName WebServer { get; init; }

    /// <summary>The ways that led to no Registrar, in order.</summary>
    public ImmutableArray<LyncdiscoverFailure> Failures { get; init; } = [];

    /// <summary>From the first question to this.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>
    /// The Registrars of an answer: those for where the server takes the client to come; where it does not say, that
    /// for inside first.
    /// </summary>
    public static ImmutableArray<SipAccess> RegistrarsOf(AutodiscoverResponse user)
    {
        ArgumentNullException.ThrowIfNull(user);
        ReadOnlySpan<SipAccess?> named = user.Location switch
        {
            AccessLocation.Internal => [user.Internal],
            AccessLocation.External => [user.External],
            _ => [user.Internal, user.External],
        };
        var registrars = ImmutableArray.CreateBuilder<SipAccess>(2);
        foreach (var each in named)
        {
            if (each is { } there)
            {
                registrars.Add(there);
            }
        }

        return registrars.DrainToImmutable();
    }

    /// <inheritdoc/>
    public bool Equals(LyncdiscoverOutcome? other) => other is not null && Status == other.Status
        && Location == other.Location && WebServer == other.WebServer && Took == other.Took
        && Registrars.AsSpan().SequenceEqual(other.Registrars.AsSpan())
        && Failures.AsSpan().SequenceEqual(other.Failures.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Status, Location, WebServer, Took, Registrars.Length);
}
