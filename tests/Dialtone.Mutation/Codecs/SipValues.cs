using Dialtone.Wire.Sip;

namespace Dialtone.Mutation.Codecs;

/// <summary>Asks a SIP message, and the values in it, for everything, and adds it up.</summary>
internal struct SipValues(int length)
{
    private readonly int _length = length;
    private ValueHash _hash;

    /// <summary>All that was read.</summary>
    public readonly ulong Hash => _hash.Value;

    /// <summary>What is wrong with a fault that was answered; null when nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>A whole message. Content-Length is left out: it is computed when the message is written.</summary>
    public void Add(SipMessage message)
    {
        _hash.Add(message.IsRequest);
        _hash.Add((ulong)message.Method);
        _hash.Add(message.MethodName);
        _hash.Add(message.RequestUri);
        _hash.Add((ulong)message.StatusCode);
        _hash.Add(message.ReasonPhrase);
        for (var i = 0; i < message.HeaderCount; i++)
        {
            var field = message.HeaderAt(i);
            if (field.Header != SipHeader.ContentLength)
            {
                _hash.Add((ulong)field.Header);
                _hash.Add(field.Name);
                _hash.AddFolded(field.Value);
            }
        }

        _hash.Add(message.Body.Span);
        if (message.IsRequest)
        {
            AddUri(message.RequestUri, message.RequestUriOffset);
        }

        AddTyped(message);
        AddLists(message);
    }

    /// <summary>A fault, or that there is none.</summary>
    public void Add(SipFault fault)
    {
        _hash.Add((ulong)fault.Kind);
        if (fault.IsFault && (fault.Offset < 0 || fault.Offset > _length))
        {
            Complaint ??= $"says {fault.Kind} at {fault.Offset} of {_length}";
        }
    }

    /// <summary>A Via value.</summary>
    public void AddVia(bool read, SipVia via, SipFault fault)
    {
        Add(fault);
        if (!read)
        {
            return;
        }

        _hash.Add(via.Transport);
        _hash.Add(via.Host);
        _hash.Add(via.IsIpv6Reference);
        _hash.AddNumber(via.Port);
        _hash.AddNumber(via.RPort);
        _hash.Add(via.HasRPort);
        _hash.AddFolded(via.Branch);
        _hash.AddFolded(via.Received);
        AddParameters(via.Parameters);
    }

    /// <summary>An address, and its URI where it is one of SIP.</summary>
    public void AddAddress(bool read, SipNameAddress address, SipFault fault)
    {
        Add(fault);
        if (!read)
        {
            return;
        }

        _hash.AddFolded(address.DisplayName);
        _hash.Add(address.Uri);
        _hash.AddFolded(address.Tag);
        AddParameters(address.Parameters);
        AddUri(address.Uri, address.UriOffset);
    }

    /// <summary>A Contact value.</summary>
    public void AddContact(bool read, SipContact contact, SipFault fault)
    {
        Add(fault);
        if (!read)
        {
            return;
        }

        _hash.Add(contact.IsWildcard);
        _hash.AddNumber(contact.Expires);
        _hash.AddNumber(contact.Q);
        _hash.AddFolded(contact.Instance);
        if (!contact.IsWildcard)
        {
            AddAddress(read, contact.Address, fault);
        }
    }

    /// <summary>A URI.</summary>
    public void AddUri(ReadOnlySpan<byte> text, int offset)
    {
        if (!SipUri.TryRead(text, out var uri, out var fault, offset))
        {
            Add(fault);
            return;
        }

        _hash.Add(uri.IsSecure);
        _hash.Add(uri.User);
        _hash.Add(uri.Host);
        _hash.Add(uri.IsIpv6Reference);
        _hash.AddNumber(uri.Port);
        _hash.Add(uri.Headers);
        _hash.Add(uri.IsSameUserAndHost(uri));
        AddParameters(uri.Parameters);
    }

    /// <summary>A CSeq value.</summary>
    public void AddCSeq(bool read, SipCSeq cseq, SipFault fault)
    {
        Add(fault);
        if (read)
        {
            _hash.Add(cseq.Number);
            _hash.Add((ulong)cseq.Method);
            _hash.Add(cseq.MethodName);
        }
    }

    /// <summary>What a Registrar is to a user.</summary>
    public void AddPresenceState(bool read, PresenceState state, SipFault fault)
    {
        Add(fault);
        if (read)
        {
            _hash.Add((ulong)state.Action);
            _hash.Add((ulong)state.PrimaryCluster);
            _hash.AddNumber(state.IsConnectedToPrimary is { } primary ? primary ? 1u : 0u : null);
            _hash.Add(state.UserServicesUnavailable);
        }
    }

    /// <summary>What a Registrar tells of a registration.</summary>
    public void AddRegistrationEvent(bool read, RegistrationEvent notice, SipFault fault)
    {
        Add(fault);
        if (read)
        {
            _hash.Add(notice.IsOver);
            _hash.Add((ulong)notice.Kind);
        }
    }

    /// <summary>Parameters to their end.</summary>
    public void AddParameters(SipParameterReader parameters)
    {
        while (parameters.TryNext(out var parameter))
        {
            _hash.Add(parameter.Name);
            _hash.AddFolded(parameter.Value);
            _hash.Add(parameter.HasValue);
            _hash.Add(parameter.IsQuoted);
        }

        Add(parameters.Fault);
    }

    /// <summary>A challenge or credentials of any scheme.</summary>
    public void AddAuth(ReadOnlySpan<byte> value, int offset)
    {
        if (SipParameterReader.TryReadAuth(value, out var scheme, out var parameters, out var fault, offset))
        {
            _hash.Add(scheme);
            AddParameters(parameters);
        }

        Add(fault);
    }

    private void AddTyped(SipMessage message)
    {
        AddVia(message.TryGetTopVia(out var via, out var fault), via, fault);
        AddAddress(message.TryGetFrom(out var from, out fault), from, fault);
        AddAddress(message.TryGetTo(out var to, out fault), to, fault);
        AddCSeq(message.TryGetCSeq(out var cseq, out fault), cseq, fault);
        _ = message.TryGetCallId(out var callId, out fault);
        _hash.AddFolded(callId);
        Add(fault);
        AddNumber(message.TryGetExpires(out var seconds, out fault), seconds, fault);
        AddNumber(message.TryGetMinExpires(out seconds, out fault), seconds, fault);
        AddNumber(message.TryGetMaxForwards(out var hops, out fault), hops, fault);
        AddNumber(message.TryGetRetryAfter(out seconds, out fault), seconds, fault);
    }

    private void AddLists(SipMessage message)
    {
        var contacts = message.Contacts;
        while (contacts.TryNext(out var contact))
        {
            AddContact(read: true, contact, default);
        }

        Add(contacts.Fault);
        AddList(message.ListValues(SipHeader.Via));
        AddList(message.ListValues(SipHeader.Supported));
        AddList(message.ListValues(SipHeader.Route));
        AddAuthOf(message, SipHeader.WwwAuthenticate);
        AddAuthOf(message, SipHeader.Authorization);
    }

    private void AddList(SipListReader list)
    {
        while (list.TryNext(out var value))
        {
            _hash.AddFolded(value);
        }

        Add(list.Fault);
    }

    private void AddAuthOf(SipMessage message, SipHeader header)
    {
        var fields = message.HeaderValues(header);
        while (fields.MoveNext())
        {
            AddAuth(fields.CurrentField.Value, fields.CurrentField.ValueOffset);
        }
    }

    private void AddNumber(bool read, uint number, SipFault fault)
    {
        Add(fault);
        _hash.Add(read ? number : 0);
    }
}
