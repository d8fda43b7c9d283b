namespace Dialtone.Wire.Provisioning;

/// <summary>
/// How a phone is to behave: the settings of <c>Set-CsUCPhoneConfiguration</c> and their like. Null where a setting is
/// not given, or its value is none.
/// </summary>
public sealed record PhoneSettings
{
    /// <summary>Whether the phone locks: <c>ucEnforcePinLock</c>.</summary>
    public bool? LocksByPin { get; init; }

    /// <summary>Digits of a PIN at least, 4 to 15: <c>ucMinPinLength</c>.</summary>
    public int? PinLengthMin { get; init; }

    /// <summary>After how long untouched it locks, in whole minutes on the wire: <c>ucPhoneTimeOut</c>.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>
    /// How often it asks for waiting messages, in whole minutes on the wire: <c>ucExchangeMWIPoll</c>.
    /// </summary>
    public TimeSpan? MessageWaitingPoll { get; init; }

    /// <summary>The 802.1p priority of voice, 0 to 7: <c>ucVoice802_1p</c>.</summary>
    public int? VoicePriority { get; init; }

    /// <summary>The DSCP of voice, 0 to 63: <c>ucDiffServVoice</c>.</summary>
    public int? VoiceDscp { get; init; }

    /// <summary><c>ucEnableSIPSecurityMode</c>.</summary>
    public SipSecurityMode? SecurityMode { get; init; }

    /// <summary><c>ucPC2PCAVEncryption</c>.</summary>
    public MediaEncryption? Encryption { get; init; }

    /// <summary><c>loggingLevel</c>.</summary>
    public DeviceLogging? Logging { get; init; }

    /// <summary>Whether the user's logs are kept: <c>ucEnableUserLogging</c>.</summary>
    public bool? LogsOfUser { get; init; }

    /// <summary>Whether bandwidth is asked for before a call: <c>enableBWPolicyCheck</c>.</summary>
    public bool? ChecksBandwidth { get; init; }

    /// <summary>The largest picture and rate, such as <c>Hd720p-1.5M</c>: <c>ucMaxVideoRateAllowed</c>.</summary>
    public string? VideoRateMax { get; init; }
}
