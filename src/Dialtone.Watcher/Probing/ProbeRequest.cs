using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Net;
using Dialtone.Phones;
using Dialtone.Transactions;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Probing;

/// <summary>What the settings of a probe are to the engine: the same as the options of <c>dialtone test</c>.</summary>
internal static class ProbeRequest
{
    /// <summary>Reads the secrets and certificates, and puts the transaction together.</summary>
    /// <param name="settings">What is run.</param>
    /// <param name="name">Whose endpoint it is: other checks of the same user run at the same time.</param>
    /// <param name="stateDirectory">What its phones remember; <c>null</c> where they begin anew.</param>
    /// <param name="time">The clock.</param>
    /// <param name="request">The transaction.</param>
    /// <param name="why">Why there is none, in a sentence that names the file, the variable or the interface.</param>
    public static bool TryMake(
        ProbeSettings settings, string name, string? stateDirectory, TimeProvider time,
        [NotNullWhen(true)] out TransactionRequest? request, [NotNullWhen(false)] out string? why)
    {
        request = null;
        if (settings.Interface is { } link && !LocalInterface.TryChoose(link, out _, out why))
        {
            return false;
        }

        var roots = new X509Certificate2Collection();
        if (settings.CertificateFile is { } file)
        {
            if (!CertificateFile.TryLoad(file, out var read, out var fault))
            {
                why = $"The certificates cannot be used: {fault}";
                return false;
            }

            roots = read;
        }

        UserCredential? publishing = null;
        if (!TryCredential(settings, settings.Account, out var credential, out why)
            || (settings.Publisher is { } other && !TryCredential(settings, other, out publishing, out why)))
        {
            return false;
        }

        PhoneOptions PhoneOf(WatchAccount account, UserCredential proof) =>
            Phone(settings, account, proof, stateDirectory, time, roots) with
            {
                Endpoint = $"{TransactionRunner.Endpoint} {name}",
            };

        request = new(settings.Transaction, PhoneOf(settings.Account, credential))
        {
            Publisher = publishing is null ? null : PhoneOf(settings.Publisher!, publishing),
            User = settings.Transaction == TransactionKind.PhoneBootstrap ? settings.Account.Address : null,
            TargetUri = settings.TargetUri,
            AvEdgeAddress = settings.AvEdgeAddress,
            AvEdgeUdpPort = settings.AvEdgeUdpPort,
            AvEdgeTcpPort = settings.AvEdgeTcpPort,
            Notification = settings.Notification,
            EveryTarget = settings.EveryTarget,
            KeepsMessages = true,
        };
        return true;
    }

    private static bool TryCredential(
        ProbeSettings settings, WatchAccount account,
        [NotNullWhen(true)] out UserCredential? credential, [NotNullWhen(false)] out string? why)
    {
        (credential, why) = (null, null);
        var isBootstrap = settings.Transaction == TransactionKind.PhoneBootstrap;
        var usesPin = isBootstrap || account.Password is null;
        if (account.UsesTicketCache && !isBootstrap)
        {
            credential = UserCredential.FromTicketCache();
        }
        else if ((usesPin ? account.Pin : account.Password) is not { } source)
        {
            why = $"The account {account.Name} has neither password nor PIN for this transaction.";
        }
        else if (source.TryRead(out var secret, out why))
        {
            credential = usesPin ? UserCredential.FromPin(account.Number ?? account.Login, secret)
                : UserCredential.FromPassword(account.Login, secret);
        }

        return credential is not null;
    }

    private static PhoneOptions Phone(
        ProbeSettings settings, WatchAccount account, UserCredential credential, string? stateDirectory,
        TimeProvider time, X509Certificate2Collection roots)
    {
        var plan = PlanSettings.Of(settings.Profile, settings.Transports);
        return new()
        {
            Account = account.Address ?? TransactionRequest.Nobody,
            Credential = credential,
            Schemes = settings.Schemes,
            Profile = settings.Profile,
            Registrar = settings.Registrar,
            RegistrarPort = settings.RegistrarPort,
            Plan = plan with
            {
                TlsPort = settings.TlsPort > 0 ? settings.TlsPort : plan.TlsPort,
                TcpPort = settings.TcpPort > 0 ? settings.TcpPort : plan.TcpPort,
            },
            DnsServers = settings.DnsServers,
            UseDhcp = settings.UseDhcp,
            DhcpServer = settings.DhcpServer,
            UseDhcp6 = settings.UseDhcp6,
            Dhcp6Server = settings.Dhcp6Server,
            Interface = settings.Interface,
            ExtraRoots = roots,
            LearnsRoots = settings.LearnsRoots,
            StateDirectory = stateDirectory,
            Timings = settings.StepTimeout is { } limit ? new DeviceTimings().Within(limit) : new(),
            Time = time,
        };
    }
}
