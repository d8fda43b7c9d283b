using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>
/// Bindings: what a proved REGISTER changes, and the 200 that tells (RFC 3261 section 10.3 steps 6 to 8, RFC 3327, RFC
/// 3608, RFC 5626, RFC 5627; MS-SIPREGE for the devices of its family).
/// </content>
public sealed partial class Registrar
{
    private int Bind(RegisterRequest request, SipAccount account, in Turn turn)
    {
        if (!request.IsLync && RefusalOfFlows(request) is { } refusal)
        {
            return Refuse(turn, refusal);
        }

        var min = request.IsLync ? Behaviour.RefusesBrief ? Settings.ExpiresMin : 0 : Settings.ExpiresRefusedBelow;
        foreach (var contact in request.Contacts)
        {
            if (Asked(request, contact) is > 0 and var asked && asked < min)
            {
                return RefuseBrief(turn, min);
            }
        }

        var action = Put(request, account, turn);
        if (action == RegisterAction.OutOfOrder)
        {
            return Refuse(turn, new(500, "CSeq Out Of Order"));
        }

        // Who proves himself by Digest signs no more.
        if (request.Credentials is not null && _connections.TryGetValue(turn.Origin.Flow, out var connection)
            && connection.Associations.Of(account) is { } old)
        {
            Drop(connection, old, turn.Effects);
        }

        var status = Confirm(request, account, action, turn);
        KeepEndpoint(request, account, action, turn);
        if (action == RegisterAction.Removed)
        {
            EndPresence(account, turn);
        }

        return status;
    }

    /// <summary>What RFC 5626 section 6 does not allow; <c>null</c> where all is well.</summary>
    private static Refusal? RefusalOfFlows(RegisterRequest request)
    {
        if (!request.Contacts.Any(request.IsFlow))
        {
            return null;
        }

        // The edge proxy says with "ob" in its Path that it keeps the flow; without it nobody does.
        return request.Contacts.Length > 1 ? new(400, "One Contact With reg-id Alone")
            : request.CameThroughProxy && !HasOutboundPath(request.Path) ? new(439, "First Hop Lacks Outbound Support")
            : null;
    }

    /// <summary>Whether the proxy next to the device, which wrote its Path last, is in the flow.</summary>
    private static bool HasOutboundPath(ImmutableArray<string> path) =>
        !path.IsEmpty && Encoding.UTF8.GetBytes(path[^1]) is var text
        && SipNameAddress.TryRead(text, out var address, out _)
        && SipUri.TryRead(address.Uri, out var uri, out _) && uri.Parameters.TryFind("ob"u8, out _);

    private int RefuseBrief(in Turn turn, uint min)
    {
        if (!TryBegin(turn, 423, "Interval Too Brief"u8))
        {
            return 400;
        }

        _writer.Header(SipHeader.MinExpires, min);
        return Finish(turn, 423);
    }

    private uint Asked(RegisterRequest request, RegisterContact contact) =>
        contact.Expires ?? request.Expires ?? Settings.ExpiresDefault;

    /// <summary>
    /// Never more than was asked for (RFC 3261 section 10.3 step 6); Lync's servers lift what is too brief.
    /// </summary>
    private uint Granted(RegisterRequest request, RegisterContact contact) => Asked(request, contact) switch
    {
        0 => 0,
        _ when Behaviour.GrantedExpires is { } given => given,
        var asked when request.IsLync => Math.Clamp(asked, Settings.ExpiresMin, Settings.ExpiresMax),
        var asked => Math.Min(asked, Settings.ExpiresMax),
    };

    private RegisterAction Put(RegisterRequest request, SipAccount account, in Turn turn)
    {
        var now = turn.Now.Monotonic;
        if (request.IsWildcard)
        {
            return Directory.RemoveAll(account.User, request.CallId, request.CSeq, now);
        }

        if (request.Contacts.IsEmpty)
        {
            return RegisterAction.Refreshed;
        }

        var bindings = ImmutableArray.CreateBuilder<Binding>(request.Contacts.Length);
        foreach (var contact in request.Contacts)
        {
            bindings.Add(ToBinding(request, contact, account, turn));
        }

        var endpoint = bindings[0].Endpoint;
        var isLost = Behaviour.LosesBinding && bindings[0].Expires > now
            && Directory.BindingsOf(account.User, now).Any(binding => binding.Endpoint == endpoint);
        if (isLost)
        {
            Directory.Lose(account.User, endpoint);
        }

        var action = Directory.Apply(bindings.MoveToImmutable(), now);
        return isLost ? RegisterAction.Fixed : action;
    }

    private Binding ToBinding(RegisterRequest request, RegisterContact contact, SipAccount account, in Turn turn)
    {
        return new(
            account.User, EndpointOf(request, contact), contact.Uri, request.CallId, request.CSeq, turn.Origin.Source,
            Settings.Name.Text, turn.Now.Monotonic + TimeSpan.FromSeconds(Granted(request, contact)))
        {
            Instance = contact.Instance,
            RegId = request.IsFlow(contact) ? contact.RegId : null,
            Q = contact.Q,
            Parameters = request.IsLync ? "" : contact.Others,
            Path = request.Path,
            IsGuest = IsAway(account),
        };
    }

    private static string EndpointOf(RegisterRequest request, RegisterContact contact) =>
        request.IsFlow(contact)
            ? string.Create(CultureInfo.InvariantCulture, $"{contact.Instance};reg-id={contact.RegId}")
            : request.IsLync && contact.Instance.Length > 0 ? contact.Instance
            : contact.Key;

    private int Confirm(RegisterRequest request, SipAccount account, RegisterAction action, in Turn turn)
    {
        if (!TryBegin(turn, 200, "OK"u8))
        {
            return 400;
        }

        foreach (var binding in Directory.BindingsOf(account.User, turn.Now.Monotonic))
        {
            WriteContact(request, binding, turn.Now.Monotonic);
        }

        if (request.Credentials is { } credentials)
        {
            _writer.Header(SipHeader.AuthenticationInfo, new DigestAuthenticationInfo
            {
                ResponseAuth = credentials.ResponseAuth(account.Secret, []),
                NextNonce = Settings.GivesNextNonce ? _nonces.Make(turn.Now.Monotonic) : null,
            }.ToHeaderValue());
        }

        if (request.IsLync)
        {
            ConfirmLync(request, account, action);
        }
        else
        {
            ConfirmStandard(request, turn);
        }

        return Finish(turn, 200);
    }

    private void ConfirmStandard(RegisterRequest request, in Turn turn)
    {
        foreach (var hop in request.Supported.HasFlag(SipOptionTags.Path) ? request.Path : [])
        {
            _writer.Header(SipHeader.Path, hop);
        }

        foreach (var route in Settings.ServiceRoute)
        {
            _writer.Header(SipHeader.ServiceRoute, route);
        }

        if (request.Contacts.Any(request.IsFlow))
        {
            // That a flow was made is told by Require (RFC 5626 section 6).
            _writer.Header(SipHeader.Require, "outbound"u8);
            _writer.BeginHeader("Flow-Timer"u8).Append(Settings.FlowTimerSeconds).EndHeader();
        }

        _writer.Header(SipHeader.Supported, "path, outbound, gruu"u8);
        _writer.Header(SipHeader.Date, turn.Now.WallClock.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
    }

    private void ConfirmLync(RegisterRequest request, SipAccount account, RegisterAction action)
    {
        if (action == RegisterAction.Removed)
        {
            return;
        }

        _writer.Header(SipHeader.Expires,
            request.Contacts.IsEmpty ? Settings.ExpiresDefault : Granted(request, request.Contacts[0]));
        _writer.Header(SipHeader.MsKeepAlive,
            $"UAS; tcp=no; hop-hop=yes; end-end=no; timeout={Behaviour.KeepAliveSeconds ?? Settings.KeepAliveSeconds}");
        _writer.Header(SipHeader.PresenceState,
            $"register-action=\"{NameOf(action)}\";primary-cluster-type=\"central\";"
            + $"is-connected-to-primary=\"{(IsOnBackup(account) ? "no" : "yes")}\""
            + (IsSurvivable(account) ? ";user-services-state=unavailable" : ""));
        _writer.Header(SipHeader.AllowEvents, "vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,"u8
            + "vnd-microsoft-roaming-ACL,presence,presence.wpending,vnd-microsoft-roaming-self"u8);
        if (Settings.Services is not null)
        {
            _writer.Header(SipHeader.AllowEvents, ProvisioningRequest.EventPackage);
        }

        // Each by itself: clients there are that look for a whole line.
        _writer.Header(SipHeader.Supported, "msrtc-event-categories"u8);
        _writer.Header(SipHeader.Supported, "adhoclist"u8);
    }

    private static string NameOf(RegisterAction action) => action switch
    {
        RegisterAction.Added => "added",
        RegisterAction.Fixed => "fixed",
        _ => "refreshed",
    };

    /// <summary>
    /// All endpoints are listed; a client finds its own by its instance (MS-SIPREGE section 3.1.1) or its URI.
    /// </summary>
    private void WriteContact(RegisterRequest request, Binding binding, Instant now)
    {
        var seconds = (uint)Math.Ceiling((binding.Expires - now).TotalSeconds);
        _writer.BeginHeader(SipHeader.Contact)
            .Append("<"u8).Append(binding.Contact).Append(">;expires="u8).Append(seconds);
        if (binding.Q is { } q)
        {
            _writer.Append(q == 1000 ? ";q=1" : string.Create(CultureInfo.InvariantCulture, $";q=0.{q:D3}"));
        }

        if (binding.Instance.Length > 0)
        {
            _writer.Append(";+sip.instance=\""u8).Append(binding.Instance).Append("\""u8);
            WriteGruu(request, binding);
        }

        if (binding.RegId is { } regId)
        {
            _writer.Append(";reg-id="u8).Append(regId);
        }

        _writer.Append(binding.Parameters).EndHeader();
    }

    private void WriteGruu(RegisterRequest request, Binding binding)
    {
        const string Prefix = "<urn:uuid:";
        if (request.Supported.HasFlag(SipOptionTags.Gruu) && binding.Instance is ['<', .. var urn, '>'])
        {
            _writer.Append($";pub-gruu=\"sip:{binding.User}@{Directory.Domain};gr={urn}\"");
            _writer.Append($";temp-gruu=\"sip:tgruu.{TemporaryGruu(binding)}@{Directory.Domain};gr\"");
        }
        else if (request.IsLync && binding.Instance.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && Guid.TryParse(binding.Instance.AsSpan(Prefix.Length).TrimEnd('>'), out var instance))
        {
            var gruu = EndpointIdentity.Gruu($"sip:{binding.User}@{Directory.Domain}", instance);
            _writer.Append($";gruu=\"{gruu}\"");
        }
    }

    /// <summary>
    /// One that does not show the user, another with each REGISTER, and dead with its Call-ID (RFC 5627 section 3.2).
    /// </summary>
    private string TemporaryGruu(Binding binding)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var what = string.Create(CultureInfo.InvariantCulture, $"{binding.Endpoint} {binding.CallId} {binding.CSeq}");
        _ = HMACSHA256.HashData(_tagKey, Encoding.UTF8.GetBytes(what), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
